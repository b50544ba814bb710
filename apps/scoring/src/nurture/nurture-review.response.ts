import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { reviewDecisions } from '../journey/lead-status.ts';
import type { NurtureReview, ReviewDecision } from '../journey/lead-status.ts';

export class NurtureReviewResponse {
  @ApiProperty({ enum: reviewDecisions })
  decision!: ReviewDecision;

  @ApiProperty({ example: 'no budget until next year' })
  reason!: string;

  @ApiProperty({ description: 'The id of the person who reviewed the lead' })
  reviewedBy!: string;

  @ApiProperty({ format: 'date-time' })
  reviewedAt!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'When a kept lead must be reviewed again' })
  reviewDueAt?: string;
}

export const nurtureReviewResponse = ({
  decision,
  reason,
  by,
  at,
  reviewDueAt,
}: NurtureReview): NurtureReviewResponse => ({
  decision,
  reason,
  reviewedBy: by,
  reviewedAt: at,
  ...(reviewDueAt && { reviewDueAt }),
});
