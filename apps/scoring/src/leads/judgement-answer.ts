import type { CriterionAnswer, ImportedHistory, Score, Verdict } from '@baton/domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { JudgementEntity } from '../database/judgement.entity.ts';

class EvidenceAnswer {
  @ApiProperty({ example: 'industry' })
  attribute!: string;

  @ApiPropertyOptional({ example: 'logistics', description: 'Absent where nothing is known' })
  value?: string;
}

class CriterionAnswerAnswer {
  @ApiProperty({ example: 'icp-industry' })
  criterion!: string;

  @ApiProperty({ enum: ['yes', 'no', 'unknown'] })
  answer!: CriterionAnswer['answer'];

  @ApiProperty({ type: EvidenceAnswer })
  evidence!: EvidenceAnswer;

  @ApiProperty({ enum: ['passed', 'failed', 'question'], description: 'question: the rep must answer it' })
  effect!: CriterionAnswer['effect'];
}

class ScoreReason {
  @ApiProperty({ example: 'strongest signal: request' })
  reason!: string;

  @ApiProperty({ example: 40 })
  points!: number;
}

class ScoreAnswer {
  @ApiProperty({ minimum: 0, maximum: 100 })
  points!: number;

  @ApiProperty({ type: [ScoreReason], description: 'The points are their sum' })
  reasons!: ScoreReason[];
}

/** What a lead is by an agreement. */
export class VerdictAnswer {
  @ApiProperty({ enum: ['mql', 'nurtured', 'rejected'] })
  verdict!: Verdict;

  @ApiProperty()
  agreementVersion!: number;

  @ApiProperty({ type: [CriterionAnswerAnswer] })
  answers!: CriterionAnswer[];

  @ApiProperty({ type: [String], description: 'Criteria that the rep must answer before the lead can become SQL' })
  asked!: string[];

  @ApiProperty({ type: ScoreAnswer })
  score!: Score;
}

/** A judgement as it was kept. */
export class JudgementAnswer extends VerdictAnswer {
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
  judgedAgainFor?: number;

  @ApiPropertyOptional({ format: 'date-time', description: 'Until when marketing reviews a nurtured lead' })
  reviewBy?: string;

  @ApiPropertyOptional({ description: 'The lead came from an export of the past', type: Object })
  imported?: ImportedHistory;
}

export const judgementAnswer = (row: JudgementEntity): JudgementAnswer => ({
  signalId: row.signalId,
  signalReceivedAt: row.signalReceivedAt.toISOString(),
  judgedAt: row.judgedAt.toISOString(),
  verdict: row.verdict,
  agreementVersion: row.agreementVersion,
  answers: row.answers,
  asked: row.asked,
  score: row.score,
  ...(row.handoffNumber !== null && { handoffNumber: row.handoffNumber }),
  ...(row.judgedAgainFor > 0 && { judgedAgainFor: row.judgedAgainFor }),
  ...(row.reviewBy && { reviewBy: row.reviewBy.toISOString() }),
  ...(row.imported && { imported: row.imported }),
});
