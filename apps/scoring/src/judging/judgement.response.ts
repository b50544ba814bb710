import type { CriterionAnswer, ImportedHistory, Score, Verdict } from '@baton/domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { JudgementEntity } from './judgement.entity.ts';

class EvidenceResponse {
  @ApiProperty({ example: 'industry' })
  attribute!: string;

  @ApiPropertyOptional({ example: 'logistics', description: 'Absent where nothing is known' })
  value?: string;
}

class CriterionAnswerResponse {
  @ApiProperty({ example: 'icp-industry' })
  criterion!: string;

  @ApiProperty({ enum: ['yes', 'no', 'unknown'] })
  answer!: CriterionAnswer['answer'];

  @ApiProperty({ type: EvidenceResponse })
  evidence!: EvidenceResponse;

  @ApiProperty({ enum: ['passed', 'failed', 'asked'], description: 'asked: the rep must answer it' })
  effect!: CriterionAnswer['effect'];
}

class ScoreReasonResponse {
  @ApiProperty({ example: 'strongest signal: request' })
  reason!: string;

  @ApiProperty({ example: 40 })
  points!: number;
}

class ScoreResponse {
  @ApiProperty({ minimum: 0, maximum: 100 })
  points!: number;

  @ApiProperty({ type: [ScoreReasonResponse], description: 'The points are their sum' })
  reasons!: ScoreReasonResponse[];
}

/** What a lead is by an agreement. */
export class VerdictResponse {
  @ApiProperty({ enum: ['mql', 'nurtured', 'rejected'] })
  verdict!: Verdict;

  @ApiProperty()
  agreementVersion!: number;

  @ApiProperty({ type: [CriterionAnswerResponse] })
  answers!: CriterionAnswer[];

  @ApiProperty({ type: [String], description: 'Criteria that the rep must answer before the lead can become SQL' })
  askedCriteria!: string[];

  @ApiProperty({ type: ScoreResponse })
  score!: Score;
}

/** A judgement as it was kept. */
export class JudgementResponse extends VerdictResponse {
  @ApiProperty()
  signalId!: string;

  @ApiProperty({ format: 'date-time' })
  signalReceivedAt!: string;

  @ApiProperty({ format: 'date-time' })
  judgedAt!: string;

  @ApiPropertyOptional({ description: 'The handoff that the verdict opened or found open' })
  handoffNumber?: number;

  @ApiPropertyOptional({
    description: 'Judged again for this handoff, since the one before had ended without dealing with the signal',
  })
  rejudgedForHandoff?: number;

  @ApiPropertyOptional({ format: 'date-time', description: 'Until when marketing reviews a nurtured lead' })
  reviewDueAt?: string;

  @ApiPropertyOptional({ description: 'The lead came from an export of the past', type: Object })
  importedHistory?: ImportedHistory;
}

export const judgementResponse = (row: JudgementEntity): JudgementResponse => ({
  signalId: row.signalId,
  signalReceivedAt: row.signalReceivedAt.toISOString(),
  judgedAt: row.judgedAt.toISOString(),
  verdict: row.verdict,
  agreementVersion: row.agreementVersion,
  answers: row.answers,
  askedCriteria: row.askedCriteria,
  score: row.score,
  ...(row.handoffNumber !== null && { handoffNumber: row.handoffNumber }),
  ...(row.rejudgedForHandoff > 0 && { rejudgedForHandoff: row.rejudgedForHandoff }),
  ...(row.reviewDueAt && { reviewDueAt: row.reviewDueAt.toISOString() }),
  ...(row.importedHistory && { importedHistory: row.importedHistory }),
});
