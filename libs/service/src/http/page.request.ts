import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** The largest integer of PostgreSQL. */
const MAXIMUM_OFFSET = 2_147_483_647;

/** The part of a list to return. */
export class PageRequest {
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
  @Max(MAXIMUM_OFFSET)
  offset: number = 0;
}
