import type { CriterionAnswer, ImportedHistory, LeadSnapshot, Score, Verdict } from '@baton/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The history of how a lead was judged and by which agreement. Rows never change. */
@Entity({ name: 'judgement' })
export class JudgementEntity {
  @PrimaryColumn('uuid', { name: 'lead_id' })
  leadId!: string;

  @PrimaryColumn('text', { name: 'signal_id' })
  signalId!: string;

  /** 0 for the first judgement; otherwise the number of the handoff that could open when the signal was judged again. */
  @PrimaryColumn('integer', { name: 'rejudged_for_handoff' })
  rejudgedForHandoff!: number;

  /** Orders the judgements by when scoring made them. */
  @Column('bigint')
  position!: string;

  @Column('timestamptz', { name: 'judged_at' })
  judgedAt!: Date;

  @Column('timestamptz', { name: 'signal_received_at' })
  signalReceivedAt!: Date;

  @Column('integer', { name: 'agreement_version' })
  agreementVersion!: number;

  @Column('text')
  verdict!: Verdict;

  @Column('jsonb')
  answers!: CriterionAnswer[];

  @Column('jsonb', { name: 'asked_criteria' })
  askedCriteria!: string[];

  @Column('jsonb')
  score!: Score;

  /** The handoff that the signal belongs to, whatever the verdict. */
  @Column('integer', { name: 'within_handoff', nullable: true })
  withinHandoff!: number | null;

  @Column('integer', { name: 'handoff_number', nullable: true })
  handoffNumber!: number | null;

  @Column('timestamptz', { name: 'review_due_at', nullable: true })
  reviewDueAt!: Date | null;

  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column('jsonb', { name: 'imported_history', nullable: true })
  importedHistory!: ImportedHistory | null;

  /** The lead as it was judged, so that the signal can be judged again. */
  @Column('jsonb')
  snapshot!: LeadSnapshot;
}
