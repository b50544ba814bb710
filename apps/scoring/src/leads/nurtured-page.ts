import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import type { LeadEntity } from '../database/lead.entity.ts';
import { NurtureReviewAnswer, nurtureReviewAnswer } from './nurture-review.dto.ts';

export class NurturedQuery {
  @ApiPropertyOptional({ default: 50, minimum: 1, maximum: 200 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ default: 0, minimum: 0, maximum: 1_000_000 })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  offset: number = 0;
}

export class NurturedLead {
  @ApiProperty({ format: 'uuid' })
  leadId!: string;

  @ApiProperty({ enum: ['marketing'] })
  owner!: 'marketing';

  @ApiProperty({ example: 'not yet: icp-industry' })
  reason!: string;

  @ApiPropertyOptional({ format: 'date-time' })
  since?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  reviewBy?: string;

  @ApiProperty({ description: 'The review should have been by now' })
  overdue!: boolean;

  @ApiPropertyOptional()
  source?: string;

  @ApiPropertyOptional()
  channel?: string;

  @ApiPropertyOptional({ minimum: 0, maximum: 100 })
  score?: number;

  @ApiPropertyOptional({ description: 'How many handoffs the lead has had' })
  handoffs?: number;

  @ApiPropertyOptional({ type: NurtureReviewAnswer, description: 'Who looked at it last, and what came of it' })
  lastReview?: NurtureReviewAnswer;
}

export class NurturedPage {
  @ApiProperty({ format: 'date-time' })
  asOf!: string;

  @ApiProperty()
  total!: number;

  @ApiProperty({ type: [NurturedLead] })
  leads!: NurturedLead[];
}

export const nurturedLead = (row: LeadEntity, asOf: Date): NurturedLead => ({
  leadId: row.leadId,
  owner: 'marketing',
  reason: row.reason ?? '',
  overdue: row.reviewBy !== null && row.reviewBy < asOf,
  handoffs: row.lastHandoffNumber,
  ...(row.since && { since: row.since.toISOString() }),
  ...(row.reviewBy && { reviewBy: row.reviewBy.toISOString() }),
  ...(row.snapshot && { source: row.snapshot.source }),
  ...(row.snapshot?.channel && { channel: row.snapshot.channel }),
  ...(row.score !== null && { score: row.score }),
  ...(row.review && { lastReview: nurtureReviewAnswer(row.review) }),
});
