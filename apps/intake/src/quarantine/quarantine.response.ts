import type { AttentionOwner } from '@baton/domain';
import type { FieldProblem } from '@baton/service';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { omitUndefined } from '../parsing/omit-undefined.ts';
import { QuarantineOwnerResponse } from './quarantine-owners.response.ts';
import { quarantineStatuses } from './quarantined-message.entity.ts';
import type { QuarantinedMessageEntity, QuarantineStatus } from './quarantined-message.entity.ts';

export class DismissalResponse {
  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ description: 'The id of the person who dismissed the message' })
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

  @ApiProperty({ description: 'The source of the lead, otherwise the sender or the topic' })
  source!: string;

  @ApiProperty({ type: QuarantineOwnerResponse, description: 'Who must review it, by its source' })
  owner!: AttentionOwner;

  @ApiProperty({ enum: quarantineStatuses })
  status!: QuarantineStatus;

  @ApiProperty({ format: 'date-time', description: 'One working day after the message was received' })
  reviewDueAt!: string;

  @ApiProperty({ description: 'Whether the message is still waiting after `reviewDueAt`' })
  overdue!: boolean;

  @ApiProperty({ type: [String], example: ['below-minimum:phone', 'below-minimum:email'] })
  codes!: string[];

  @ApiProperty({ type: [FieldProblemResponse], description: 'The problems of each field' })
  problems!: FieldProblem[];

  @ApiProperty({ description: 'Topic, partition and offset', example: 'baton.leads.inbound.v1/0/42' })
  position!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The lead that the replayed message became' })
  leadId?: string;

  @ApiPropertyOptional({ type: DismissalResponse, description: 'Who dismissed the message, when and why' })
  dismissal?: DismissalResponse;
}

export class QuarantinedMessageResponse extends QuarantineItemResponse {
  @ApiProperty({ description: 'The headers as received', example: { ce_id: '1' } })
  headers!: Record<string, string>;

  @ApiPropertyOptional({
    description:
      'The body as received, decoded as UTF-8. Deleted REFUSED_BODY_RETENTION_DAYS after the message is dismissed.',
  })
  body?: string;
}

export class QuarantineListResponse {
  @ApiProperty({ type: [QuarantineItemResponse] })
  items!: QuarantineItemResponse[];

  @ApiPropertyOptional({ description: 'Pass it as `after` to get the next page. Absent on the last page.' })
  next?: string;
}

export const quarantineItemResponse = (
  message: QuarantinedMessageEntity,
  owner: AttentionOwner,
  now: Date,
): QuarantineItemResponse =>
  omitUndefined({
    id: message.id,
    receivedAt: message.receivedAt.toISOString(),
    source: message.source,
    owner,
    status: message.status,
    reviewDueAt: message.reviewDueAt.toISOString(),
    overdue: message.status === 'waiting' && message.reviewDueAt < now,
    codes: message.codes,
    problems: message.problems,
    position: `${message.topic}/${message.partition}/${message.offset}`,
    leadId: message.leadId ?? undefined,
    dismissal: dismissalResponse(message),
  });

function dismissalResponse({
  dismissedAt,
  dismissedBy,
  dismissalReason,
}: QuarantinedMessageEntity): DismissalResponse | undefined {
  if (!dismissedAt || dismissedBy === null || dismissalReason === null) return undefined;
  return { at: dismissedAt.toISOString(), by: dismissedBy, reason: dismissalReason };
}
