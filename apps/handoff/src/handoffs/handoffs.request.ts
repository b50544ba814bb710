import { promiseNames, stages } from '@baton/domain';
import type { PromiseName, Stage } from '@baton/domain';
import { IsMoment, PageRequest } from '@baton/service';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString } from 'class-validator';

export class HandoffsQuery extends PageRequest {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  ownerId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  teamId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  source?: string;

  @ApiPropertyOptional({ enum: stages })
  @IsOptional()
  @IsIn(stages)
  stage?: Stage;

  @ApiPropertyOptional({ description: 'Leave out ended handoffs', default: false })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  open?: boolean;

  @ApiPropertyOptional({ description: 'Only handoffs with a promise that is due before this time, ISO 8601' })
  @IsOptional()
  @IsMoment()
  dueBefore?: string;

  @ApiPropertyOptional({ enum: promiseNames, description: 'Only handoffs that have broken this promise' })
  @IsOptional()
  @IsIn(promiseNames)
  broken?: PromiseName;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  leadId?: string;

  @ApiPropertyOptional({ enum: ['newest', 'due'], default: 'newest' })
  @IsIn(['newest', 'due'])
  order: 'newest' | 'due' = 'newest';
}
