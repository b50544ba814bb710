import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { AttentionOwner } from '@baton/domain';
import type { LeadEntity } from '../judging/lead.entity.ts';
import { nurtureOwner } from './nurture-owner.ts';
import { NurtureReviewResponse, nurtureReviewResponse } from './nurture-review.response.ts';

export class NurtureOwnerResponse {
  @ApiProperty({ enum: [nurtureOwner.role] })
  role!: string;
}

export class NurturedLeadResponse {
  @ApiProperty({ format: 'uuid' })
  leadId!: string;

  @ApiProperty({ type: NurtureOwnerResponse, description: 'Who must review the lead' })
  owner!: AttentionOwner;

  @ApiProperty({ example: 'not yet: icp-industry' })
  reason!: string;

  @ApiPropertyOptional({ format: 'date-time' })
  since?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  reviewDueAt?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'The lead was postponed: on this date it goes back to its owner in sales',
  })
  postponedUntil?: string;

  @ApiProperty({ description: 'Whether `reviewDueAt` has passed' })
  overdue!: boolean;

  @ApiPropertyOptional()
  source?: string;

  @ApiPropertyOptional()
  channel?: string;

  @ApiPropertyOptional({ minimum: 0, maximum: 100 })
  score?: number;

  @ApiPropertyOptional({ description: 'The number of handoffs the lead has had' })
  handoffs?: number;

  @ApiPropertyOptional({ type: NurtureReviewResponse, description: 'The latest review' })
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
  owner: nurtureOwner,
  reason: row.reason ?? '',
  overdue: row.reviewDueAt !== null && row.reviewDueAt < asOf,
  handoffs: row.lastHandoffNumber,
  ...(row.since && { since: row.since.toISOString() }),
  ...(row.reviewDueAt && { reviewDueAt: row.reviewDueAt.toISOString() }),
  ...(row.postponedUntil && { postponedUntil: row.postponedUntil.toISOString() }),
  ...(row.snapshot && { source: row.snapshot.source }),
  ...(row.snapshot?.channel && { channel: row.snapshot.channel }),
  ...(row.score !== null && { score: row.score }),
  ...(row.latestReview && { lastReview: nurtureReviewResponse(row.latestReview) }),
});
