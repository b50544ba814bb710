import { containsContactDetails } from '@baton/domain';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, MaxLength, ValidateBy } from 'class-validator';
import { reviewDecisions } from '../journey/lead-status.ts';
import type { ReviewDecision } from '../journey/lead-status.ts';

/** Only intake may store personal data. */
const IsReason = (): PropertyDecorator =>
  ValidateBy({
    name: 'isReason',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' && value.trim() !== '' && !value.includes('\0') && !containsContactDetails(value),
      defaultMessage: () => '$property must say why, and must not contain a phone number or an e-mail address',
    },
  });

export class NurtureReviewRequest {
  @ApiProperty({
    enum: reviewDecisions,
    description: '`kept`: nurture the lead until the next review; `rejected`: reject it until its next signal',
  })
  @IsIn(reviewDecisions)
  decision!: ReviewDecision;

  @ApiProperty({
    maxLength: 200,
    example: 'no budget until next year',
    description: 'Why, without a phone number or an e-mail address',
  })
  @IsReason()
  @MaxLength(200)
  reason!: string;
}
