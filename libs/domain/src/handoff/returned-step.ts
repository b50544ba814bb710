import type { Qualification, RecordedAnswer, RecordedProof } from './evidence.ts';

/** Sales gave the lead back. */
export interface ReturnedStep {
  type: 'returned';
  reason: string;
  proof: RecordedProof;
  textId?: string;
  returnedBy: string;
  /** The lead's answers to the qualifying questions before the return. */
  answers?: RecordedAnswer[];
  qualification: Qualification;
  countsAgainst: string;
  /** True when the closer returned the lead after it became an SQL. */
  afterSql?: boolean;
}
