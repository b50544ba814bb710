import { outcomes } from '@baton/domain';
import type { Outcome } from '@baton/domain';
import { IsMoment } from '@baton/service';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNumber, IsOptional, IsString, Length, MaxLength, Min } from 'class-validator';

export class OutcomeRequest {
  @ApiProperty({ enum: outcomes })
  @IsIn(outcomes)
  outcome!: Outcome;

  @ApiPropertyOptional({
    description:
      'Amount of a won deal or a refund. Required for a refund, which must not exceed the rest of the payment',
  })
  @IsOptional()
  @IsNumber()
  @Min(0)
  amount?: number;

  @ApiPropertyOptional({ example: 'RUB' })
  @IsOptional()
  @IsString()
  @Length(3, 3)
  currency?: string;

  @ApiPropertyOptional({ description: 'When it was paid, ISO 8601' })
  @IsOptional()
  @IsMoment()
  paidAt?: string;

  @ApiPropertyOptional({ description: 'When it was won, lost or refunded, ISO 8601; now by default' })
  @IsOptional()
  @IsMoment()
  decidedAt?: string;

  @ApiPropertyOptional({ description: 'Required for a lost lead' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reason?: string;
}
