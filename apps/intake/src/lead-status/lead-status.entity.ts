import type { HandoffState, Verdict } from '@baton/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where a lead is now, as the other services' events tell it. */
@Entity({ name: 'lead_status', schema: 'intake' })
export class LeadStatusEntity {
  @PrimaryColumn({ name: 'lead_id', type: 'uuid' })
  leadId!: string;

  @Column({ type: 'text', nullable: true })
  verdict!: Verdict | null;

  /** Receipt of the signal that the verdict is about. */
  @Column({ name: 'judged_signal_at', type: 'timestamptz', nullable: true })
  judgedSignalAt!: Date | null;

  @Column({ name: 'handoff_number', type: 'integer' })
  handoffNumber!: number;

  /** The latest handoff, folded from its steps. */
  @Column({ type: 'jsonb', nullable: true })
  handoff!: HandoffState | null;
}
