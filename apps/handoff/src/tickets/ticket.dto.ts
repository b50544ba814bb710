import { IsMoment } from '@baton/service';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../page-query.ts';
import { alarmKinds } from './ticket-words.ts';
import type { AlarmKind } from './ticket-words.ts';

export class TicketQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['open', 'closed', 'all'], default: 'open' })
  @IsIn(['open', 'closed', 'all'])
  state: 'open' | 'closed' | 'all' = 'open';

  @ApiPropertyOptional({ enum: alarmKinds })
  @IsOptional()
  @IsIn(alarmKinds)
  kind?: AlarmKind;

  @ApiPropertyOptional({ description: 'Person id' })
  @IsOptional()
  @IsString()
  owner?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  team?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  acknowledged?: boolean;

  @ApiPropertyOptional({ description: 'Opened (again) at or after this moment, ISO 8601' })
  @IsOptional()
  @IsMoment()
  since?: string;
}

export class CommentBody {
  @ApiProperty({ description: 'Kept in intake with what else is written about the lead, if the alarm is about one' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(10_000)
  text!: string;
}
