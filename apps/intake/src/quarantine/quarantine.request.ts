import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { CursorPageRequest } from '../paging/cursor-page.request.ts';
import { quarantineStatuses } from './quarantined-message.entity.ts';
import type { QuarantineStatus } from './quarantined-message.entity.ts';

export class QuarantineListRequest extends CursorPageRequest {
  @ApiPropertyOptional({ enum: quarantineStatuses, default: 'waiting' })
  @IsIn(quarantineStatuses)
  status: QuarantineStatus = 'waiting';

  @ApiPropertyOptional({
    description: 'true: only messages whose review is overdue; false: only messages whose review is not overdue',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  overdue?: boolean;
}

export class ReplayRequest {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description:
      'The corrected lead, with the same fields as `POST /leads`. Without it, the stored message is parsed again.',
  })
  @IsOptional()
  @IsObject()
  lead?: Record<string, unknown>;
}

export class DismissRequest {
  @ApiProperty({ maxLength: 500, example: 'test message from a partner', description: 'Why the message is not a lead' })
  @IsString()
  @MaxLength(500)
  // PostgreSQL cannot store null characters in text.
  @Matches(/^(?=[^]*\S)[^\0]*$/, { message: 'reason must say why the message is not a lead' })
  reason!: string;
}
