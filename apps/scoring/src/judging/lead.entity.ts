import type { LeadSnapshot } from '@baton/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HandoffSummary } from '../journey/handoffs.ts';
import type { LatestVerdict, NurtureReview, LeadStatus } from '../journey/lead-status.ts';

/** The current state of a lead. The consumers write it in plain SQL, many leads in one transaction. */
@Entity({ name: 'lead' })
export class LeadEntity {
  @PrimaryColumn('uuid', { name: 'lead_id' })
  leadId!: string;

  /** From the latest signal. Null while scoring knows only the handoffs of the lead. */
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

  /** Why the lead is nurtured or rejected. */
  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('timestamptz', { nullable: true })
  since!: Date | null;

  @Column('timestamptz', { name: 'review_due_at', nullable: true })
  reviewDueAt!: Date | null;

  /** When a postponed lead comes back to its owner in sales. */
  @Column('timestamptz', { name: 'postponed_until', nullable: true })
  postponedUntil!: Date | null;

  /** Only the latest review; `scoring.nurture_review` has all of them. */
  @Column('jsonb', { name: 'latest_review', nullable: true })
  latestReview!: NurtureReview | null;
}
