import type { LeadSnapshot } from '@baton/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HandoffSummary } from '../journey/handoffs.ts';
import type { LatestVerdict, NurtureReview, LeadStatus } from '../journey/lead-status.ts';

/** One row a lead: where it stands now. Written by the consumers in plain SQL, many in one transaction. */
@Entity({ name: 'lead' })
export class LeadEntity {
  @PrimaryColumn('uuid', { name: 'lead_id' })
  leadId!: string;

  /** As its latest signal brought it; null while only its handoffs are known here. */
  @Column('jsonb', { nullable: true })
  snapshot!: LeadSnapshot | null;

  @Column('jsonb')
  handoffs!: HandoffSummary[];

  @Column('jsonb', { name: 'latest_verdict', nullable: true })
  latestVerdict!: LatestVerdict | null;

  @Column('integer', { name: 'agreement_version', nullable: true })
  agreementVersion!: number | null;

  @Column('real', { nullable: true })
  score!: number | null;

  @Column('integer', { name: 'open_handoff_number', nullable: true })
  openHandoffNumber!: number | null;

  @Column('integer', { name: 'last_handoff_number' })
  lastHandoffNumber!: number;

  @Column('text', { nullable: true })
  status!: LeadStatus['status'] | null;

  /** Why marketing has it, or why it is out. */
  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('timestamptz', { nullable: true })
  since!: Date | null;

  @Column('timestamptz', { name: 'review_due_at', nullable: true })
  reviewDueAt!: Date | null;

  /** The latest one; `scoring.nurture_review` holds all. */
  @Column('jsonb', { name: 'latest_review', nullable: true })
  latestReview!: NurtureReview | null;
}
