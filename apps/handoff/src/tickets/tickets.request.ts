import { IsMoment, PageRequest } from '@baton/service';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { anyTicketKinds } from './ticket-kinds.ts';
import type { AnyTicketKind } from './ticket-kinds.ts';

export class TicketsQuery extends PageRequest {
  @ApiPropertyOptional({ enum: ['open', 'closed', 'all'], default: 'open' })
  @IsIn(['open', 'closed', 'all'])
  state: 'open' | 'closed' | 'all' = 'open';

  @ApiPropertyOptional({ enum: anyTicketKinds })
  @IsOptional()
  @IsIn(anyTicketKinds)
  kind?: AnyTicketKind;

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
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  acknowledged?: boolean;

  @ApiPropertyOptional({ description: 'Opened or reopened at or after this moment, ISO 8601' })
  @IsOptional()
  @IsMoment()
  since?: string;
}

export class TicketCommentRequest {
  @ApiProperty({ description: 'Stored in intake if the ticket is about a lead' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(10_000)
  text!: string;
}
