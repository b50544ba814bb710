import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Matches, MaxLength } from 'class-validator';
import type { NurtureReview } from '../journey/lead-status.ts';

const reviewDecisions: NurtureReview['decision'][] = ['kept', 'rejected'];

/** Something to read that tells no way to reach anybody: no e-mail, and no more digits in a row than a date has. */
const withoutContactDetails = /^(?=[^]*\S)(?![^]*@)(?![^]*\d(?:[ ()./+-]*\d){8})[^\0]*$/;

export class NurtureReviewRequest {
  @ApiProperty({
    enum: reviewDecisions,
    description: 'kept: nurtured on until the next review; rejected: out, until the lead shows interest anew',
  })
  @IsIn(reviewDecisions)
  decision!: NurtureReview['decision'];

  @ApiProperty({ maxLength: 200, example: 'budget only next year', description: 'Why, and nothing about a person' })
  @IsString()
  @MaxLength(200)
  @Matches(withoutContactDetails, {
    message: 'reason must say why, without an e-mail or a phone number: what is personal is kept in intake alone',
  })
  reason!: string;
}

export class NurtureReviewResponse {
  @ApiProperty({ enum: reviewDecisions })
  decision!: NurtureReview['decision'];

  @ApiProperty({ example: 'budget only next year' })
  reason!: string;

  @ApiProperty({ description: 'Person id' })
  reviewedBy!: string;

  @ApiProperty({ format: 'date-time' })
  reviewedAt!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Until when a lead that is kept is reviewed again' })
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
