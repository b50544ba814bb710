import { Numeric } from '@baton/service';
import type { FieldProblem } from '@baton/service';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { quarantineStatuses } from './quarantined-message.entity.ts';
import type { QuarantineStatus } from './quarantined-message.entity.ts';

export class QuarantineListRequest {
  @ApiPropertyOptional({ enum: quarantineStatuses, default: 'waiting' })
  @IsIn(quarantineStatuses)
  status: QuarantineStatus = 'waiting';

  @ApiPropertyOptional({ description: 'Only those that should have been reviewed by now, or only the others' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  overdue?: boolean;

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @Numeric()
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  after?: string;
}

export class ReplayRequest {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description:
      'The lead as it should have been, with the fields of `POST /leads`; without it, the message is read again as it came',
  })
  @IsOptional()
  @IsObject()
  lead?: Record<string, unknown>;
}

export class DismissRequest {
  @ApiProperty({ maxLength: 500, example: 'a test of the partner', description: 'Why it is no lead' })
  @IsString()
  @MaxLength(500)
  // PostgreSQL holds no zero character.
  @Matches(/^(?=[^]*\S)[^\0]*$/, { message: 'reason must say why the message is no lead' })
  reason!: string;
}

export class DismissalResponse {
  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ description: 'Person id' })
  by!: string;

  @ApiProperty()
  reason!: string;
}

export class FieldProblemResponse implements FieldProblem {
  @ApiProperty({ example: 'phone' })
  field!: string;

  @ApiProperty({ example: 'below-minimum' })
  code!: string;

  @ApiProperty()
  message!: string;
}

export class QuarantineItemResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;

  @ApiProperty({ enum: quarantineStatuses })
  status!: QuarantineStatus;

  @ApiProperty({ format: 'date-time', description: 'A working day after it was received' })
  reviewDueAt!: string;

  @ApiProperty({ description: 'It waits, and should have been reviewed by now' })
  overdue!: boolean;

  @ApiProperty({ type: [String], example: ['below-minimum:phone', 'below-minimum:email'] })
  codes!: string[];

  @ApiProperty({ type: [FieldProblemResponse], description: 'What is wrong with it, field by field' })
  problems!: FieldProblem[];

  @ApiProperty({ description: 'Topic, partition and offset', example: 'baton.leads.inbound.v1/0/42' })
  position!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The lead that it became' })
  leadId?: string;

  @ApiPropertyOptional({ type: DismissalResponse, description: 'Who has said that it is no lead, when and why' })
  dismissal?: DismissalResponse;
}

export class QuarantinedMessageResponse extends QuarantineItemResponse {
  @ApiProperty({ description: 'The headers as they came', example: { ce_id: '1' } })
  headers!: Record<string, string>;

  @ApiPropertyOptional({
    description:
      'The body as it came, read as UTF-8; absent once it was deleted, REFUSED_BODY_RETENTION_DAYS after the dismissal',
  })
  body?: string;
}

export class QuarantineListResponse {
  @ApiProperty({ type: [QuarantineItemResponse] })
  items!: QuarantineItemResponse[];

  @ApiPropertyOptional({ description: 'Pass it as `after` for the next page; absent on the last one' })
  next?: string;
}
