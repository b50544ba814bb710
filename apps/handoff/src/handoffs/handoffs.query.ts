import { IsMoment } from '@baton/service';
import { PROMISE_NAMES, STAGES, type PromiseName, type Stage } from '@baton/domain';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString } from 'class-validator';
import { PageQuery } from '../page-query.ts';

export class HandoffsQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  owner?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  team?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  source?: string;

  @ApiPropertyOptional({ enum: STAGES })
  @IsOptional()
  @IsIn(STAGES)
  stage?: Stage;

  @ApiPropertyOptional({ description: 'Without the ended ones', default: false })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  open?: boolean;

  @ApiPropertyOptional({ description: 'Something falls due before this moment (ISO 8601)' })
  @IsOptional()
  @IsMoment()
  dueBefore?: string;

  @ApiPropertyOptional({ enum: PROMISE_NAMES, description: 'This promise has been broken in it' })
  @IsOptional()
  @IsIn(PROMISE_NAMES)
  broken?: PromiseName;

  @ApiPropertyOptional({ description: 'Lead id' })
  @IsOptional()
  @IsString()
  lead?: string;

  @ApiPropertyOptional({ enum: ['newest', 'due'], default: 'newest' })
  @IsIn(['newest', 'due'])
  order: 'newest' | 'due' = 'newest';
}
