import type { LeadSnapshot } from '@baton/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The part of a lead that is not personal. It is never deleted. */
@Entity({ name: 'lead' })
export class LeadEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  source!: string;

  @Column({ name: 'first_received_at', type: 'timestamptz' })
  firstReceivedAt!: Date;

  @Column({ type: 'jsonb' })
  snapshot!: LeadSnapshot;

  @Column({ name: 'erased_at', type: 'timestamptz', nullable: true })
  erasedAt!: Date | null;
}
