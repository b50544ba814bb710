import type { HandoffState, Verdict } from '@baton/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The status of a lead, built from the events of scoring and handoff. */
@Entity({ name: 'lead_status' })
export class LeadStatusEntity {
  @PrimaryColumn({ name: 'lead_id', type: 'uuid' })
  leadId!: string;

  @Column({ type: 'text', nullable: true })
  verdict!: Verdict | null;

  /** When the judged signal was received. */
  @Column({ name: 'judged_signal_at', type: 'timestamptz', nullable: true })
  judgedSignalAt!: Date | null;

  @Column({ name: 'handoff_number', type: 'integer' })
  handoffNumber!: number;

  /** The state of the latest handoff, folded from its steps. */
  @Column({ type: 'jsonb', nullable: true })
  handoff!: HandoffState | null;

  /** Everyone who has owned one of the lead's handoffs, and each team that has had one. They decide who may read the lead. */
  @Column('text', { name: 'owner_ids', array: true })
  ownerIds!: string[];

  @Column('text', { name: 'team_ids', array: true })
  teamIds!: string[];
}
