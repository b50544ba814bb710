import { answerEffects, answerValues, verdicts } from '@baton/domain';
import type { CriterionAnswer, ImportedHistory, Judgement, Score, Verdict } from '@baton/domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { JudgementEntity } from './judgement.entity.ts';

class EvidenceResponse {
  @ApiProperty({ example: 'industry' })
  attribute!: string;

  @ApiPropertyOptional({ example: 'logistics', description: 'Absent if the attribute is unknown' })
  value?: string;
}

class CriterionAnswerResponse {
  @ApiProperty({ example: 'icp-industry' })
  criterion!: string;

  @ApiProperty({ enum: answerValues })
  answer!: CriterionAnswer['answer'];

  @ApiProperty({ type: EvidenceResponse })
  evidence!: EvidenceResponse;

  @ApiProperty({ enum: answerEffects, description: '`asked`: the rep must answer the criterion' })
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

  @ApiProperty({ type: [ScoreReasonResponse], description: 'Their points add up to `points`' })
  reasons!: ScoreReasonResponse[];
}

/** How an agreement judges a lead. */
export class VerdictResponse {
  @ApiProperty({ enum: verdicts })
  verdict!: Verdict;

  @ApiProperty()
  agreementVersion!: number;

  @ApiProperty({ type: [CriterionAnswerResponse] })
  answers!: CriterionAnswer[];

  @ApiProperty({ type: [String], description: 'Criteria that the rep must answer before the lead can become an SQL' })
  askedCriteria!: string[];

  @ApiProperty({ type: ScoreResponse })
  score!: Score;
}

/** A stored judgement. */
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
    description:
      'The number of the next handoff, if the signal was judged again because the previous handoff ended without handling it',
  })
  rejudgedForHandoff?: number;

  @ApiPropertyOptional({ format: 'date-time', description: 'When marketing must review the nurtured lead' })
  reviewDueAt?: string;

  @ApiPropertyOptional({ description: 'Present if the lead was imported as history', type: Object })
  importedHistory?: ImportedHistory;
}

export const verdictResponse = (judgement: Judgement, agreementVersion: number): VerdictResponse => ({
  ...judgement,
  agreementVersion,
});

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
