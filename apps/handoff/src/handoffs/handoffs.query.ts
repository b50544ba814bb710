import { PROMISE_NAMES, type PromiseName, type Stage } from '@baton/domain';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsISO8601, IsOptional, IsString, Max, Min } from 'class-validator';
import { Transform } from 'class-transformer';

const STAGES: Stage[] = [
  'transferring',
  'nobody-eligible',
  'awaiting-acceptance',
  'awaiting-first-contact',
  'working',
  'ended',
];

export class HandoffsQuery {
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
  @IsISO8601()
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

  @ApiPropertyOptional({ default: 50, maximum: 200 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ default: 0 })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  offset: number = 0;
}
