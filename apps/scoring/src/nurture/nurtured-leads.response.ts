import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import type { LeadEntity } from '../judging/lead.entity.ts';
import { NurtureReviewResponse, nurtureReviewResponse } from './nurture-review.request.ts';

export class NurturedLeadsRequest {
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

export class NurturedLeadResponse {
  @ApiProperty({ format: 'uuid' })
  leadId!: string;

  @ApiProperty({ enum: ['marketing'] })
  owner!: 'marketing';

  @ApiProperty({ example: 'not yet: icp-industry' })
  reason!: string;

  @ApiPropertyOptional({ format: 'date-time' })
  since?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  reviewDueAt?: string;

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

  @ApiPropertyOptional({ type: NurtureReviewResponse, description: 'Who looked at it last, and what came of it' })
  lastReview?: NurtureReviewResponse;
}

export class NurturedLeadsResponse {
  @ApiProperty({ format: 'date-time' })
  asOf!: string;

  @ApiProperty()
  total!: number;

  @ApiProperty({ type: [NurturedLeadResponse] })
  leads!: NurturedLeadResponse[];
}

export const nurturedLeadResponse = (row: LeadEntity, asOf: Date): NurturedLeadResponse => ({
  leadId: row.leadId,
  owner: 'marketing',
  reason: row.reason ?? '',
  overdue: row.reviewDueAt !== null && row.reviewDueAt < asOf,
  handoffs: row.lastHandoffNumber,
  ...(row.since && { since: row.since.toISOString() }),
  ...(row.reviewDueAt && { reviewDueAt: row.reviewDueAt.toISOString() }),
  ...(row.snapshot && { source: row.snapshot.source }),
  ...(row.snapshot?.channel && { channel: row.snapshot.channel }),
  ...(row.score !== null && { score: row.score }),
  ...(row.latestReview && { lastReview: nurtureReviewResponse(row.latestReview) }),
});
