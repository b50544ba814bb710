import { Numeric, type FieldProblem } from '@baton/service';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsObject, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export class QuarantineQuery {
  @ApiPropertyOptional({ enum: ['waiting', 'replayed'], default: 'waiting' })
  @IsIn(['waiting', 'replayed'])
  status: 'waiting' | 'replayed' = 'waiting';

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

export class Replay {
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

export class FieldProblemView implements FieldProblem {
  @ApiProperty({ example: 'phone' })
  field!: string;

  @ApiProperty({ example: 'below-minimum' })
  code!: string;

  @ApiProperty()
  message!: string;
}

export class QuarantinedItem {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;

  @ApiProperty({ enum: ['waiting', 'replayed'] })
  status!: 'waiting' | 'replayed';

  @ApiProperty({ type: [String], example: ['below-minimum:phone', 'below-minimum:email'] })
  codes!: string[];

  @ApiProperty({ type: [FieldProblemView], description: 'What is wrong with it, field by field' })
  problems!: FieldProblem[];

  @ApiProperty({ description: 'Topic, partition and offset', example: 'baton.leads.inbound.v1/0/42' })
  place!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The lead that it became' })
  leadId?: string;
}

export class QuarantinedMessage extends QuarantinedItem {
  @ApiProperty({ description: 'The headers as they came', example: { ce_id: '1' } })
  headers!: Record<string, string>;

  @ApiProperty({ description: 'The body as it came, read as UTF-8' })
  body!: string;
}

export class QuarantineList {
  @ApiProperty({ type: [QuarantinedItem] })
  items!: QuarantinedItem[];

  @ApiPropertyOptional({ description: 'Pass it as `after` for the next page; absent on the last one' })
  next?: string;
}
