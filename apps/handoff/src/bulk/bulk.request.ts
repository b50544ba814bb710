import { declineReasons, returnDispositions, stages } from '@baton/domain';
import type { DeclineReason, ReturnDisposition, Stage } from '@baton/domain';
import { IsNested } from '@baton/service';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsIn, IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';

export const MAXIMUM_HANDOFFS_IN_BULK = 1000;

export const bulkCommands = ['accept', 'decline', 'reassign', 'close-unreachable', 'accept-return'] as const;
export type BulkCommand = (typeof bulkCommands)[number];

/** Handoffs by their ids, or the open ones of an owner or a team that the caller may see. */
export class BulkSelection {
  @ApiPropertyOptional({ type: [String], maxItems: MAXIMUM_HANDOFFS_IN_BULK })
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAXIMUM_HANDOFFS_IN_BULK)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  handoffIds?: string[];

  @ApiPropertyOptional({ description: 'Id of a person, or `me`' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  ownerId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(200)
  teamId?: string;

  @ApiPropertyOptional({ enum: stages })
  @IsOptional()
  @IsIn(stages)
  stage?: Stage;
}

export class BulkRequest {
  @ApiProperty({ enum: bulkCommands })
  @IsIn(bulkCommands)
  command!: BulkCommand;

  @ApiProperty({ type: BulkSelection })
  @IsNested(() => BulkSelection)
  selection!: BulkSelection;

  @ApiPropertyOptional({
    description: 'With `reassign`: the new owner; if absent, routing chooses one for each handoff',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  toPersonId?: string;

  @ApiPropertyOptional({ enum: declineReasons, description: 'With `decline`' })
  @ValidateIf(({ command }: BulkRequest) => command === 'decline')
  @IsIn(declineReasons)
  reason?: DeclineReason;

  @ApiPropertyOptional({ enum: returnDispositions, description: 'With `accept-return`' })
  @ValidateIf(({ command }: BulkRequest) => command === 'accept-return')
  @IsIn(returnDispositions)
  disposition?: ReturnDisposition;
}
