import type { CriterionAnswer, ImportedHistory, LeadSnapshot, Score, Verdict } from '@baton/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One row a judgement, never changed: the history of how and by which agreement a lead was judged. */
@Entity({ name: 'judgement' })
export class JudgementEntity {
  @PrimaryColumn('uuid', { name: 'lead_id' })
  leadId!: string;

  @PrimaryColumn('text', { name: 'signal_id' })
  signalId!: string;

  /** 0 at first; else the number that the next handoff would have when the signal was judged again after an ending. */
  @PrimaryColumn('integer', { name: 'rejudged_for_handoff' })
  rejudgedForHandoff!: number;

  /** The order in which scoring judged. */
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

  /** The handoff that the signal fell into, whatever the verdict. */
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

  /** What was judged, so that it can be judged again. */
  @Column('jsonb')
  snapshot!: LeadSnapshot;
}
