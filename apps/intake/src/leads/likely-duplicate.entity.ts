import type { LikelyDuplicateReason } from '@baton/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Two leads that may be the same person. A pair is stored once, with the greater id first. */
@Entity({ name: 'likely_duplicate' })
export class LikelyDuplicateEntity {
  @PrimaryColumn({ name: 'lead_id', type: 'uuid' })
  leadId!: string;

  @PrimaryColumn({ name: 'other_lead_id', type: 'uuid' })
  otherLeadId!: string;

  @Column({ type: 'text' })
  reason!: LikelyDuplicateReason;

  @Column({ name: 'found_at', type: 'timestamptz' })
  foundAt!: Date;
}
