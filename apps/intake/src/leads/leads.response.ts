import type { IntakeFlag, ContactMethod, SignalKind } from '@baton/domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { writtenTextKinds } from './lead-text.entity.ts';
import type { TextKind } from './lead-text.entity.ts';

export class PersonResponse {
  @ApiPropertyOptional()
  name?: string;

  @ApiPropertyOptional({ description: 'E.164, the latest one', example: '+4930123456' })
  phone?: string;

  @ApiPropertyOptional({ description: 'The latest one' })
  email?: string;

  @ApiPropertyOptional()
  companyName?: string;

  @ApiProperty({ type: [String], description: 'Every number that is known' })
  phones!: string[];

  @ApiProperty({ type: [String], description: 'Every address that is known' })
  emails!: string[];
}

export class SignalResponse {
  @ApiProperty()
  signalId!: string;

  @ApiProperty({ enum: ['request', 'demo', 'webinar', 'content', 'visit', 'inbound-call', 'other'] })
  kind!: SignalKind;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;

  @ApiPropertyOptional()
  channel?: string;

  @ApiPropertyOptional()
  campaign?: string;
}

/** What every service knows of a lead: no name, no address, no words. */
export class AttributesResponse {
  @ApiProperty()
  source!: string;

  @ApiPropertyOptional()
  channel?: string;

  @ApiPropertyOptional()
  campaign?: string;

  @ApiPropertyOptional()
  industry?: string;

  @ApiPropertyOptional()
  segment?: string;

  @ApiPropertyOptional()
  employees?: number;

  @ApiPropertyOptional()
  role?: string;

  @ApiPropertyOptional()
  country?: string;

  @ApiPropertyOptional()
  region?: string;

  @ApiPropertyOptional()
  language?: string;

  @ApiPropertyOptional()
  companyDomain?: string;

  @ApiProperty({ isArray: true, enum: ['phone', 'email'] })
  reachableBy!: ContactMethod[];

  @ApiProperty({ isArray: true, enum: ['bot', 'disposable-email', 'freemail', 'student-email'] })
  flags!: IntakeFlag[];

  @ApiProperty({ type: Boolean, nullable: true, description: 'null: unknown' })
  consent!: boolean | null;

  @ApiProperty({ type: [SignalResponse], description: 'Oldest first' })
  signals!: SignalResponse[];
}

export class TextResponse {
  @ApiProperty()
  textId!: string;

  @ApiProperty({ enum: ['message', ...writtenTextKinds] })
  kind!: TextKind;

  @ApiProperty()
  text!: string;

  @ApiProperty({ description: 'Who wrote it; of a message, the lead itself' })
  authorId!: string;

  @ApiProperty({ format: 'date-time' })
  writtenAt!: string;
}

export class LeadStatusResponse {
  @ApiProperty({
    enum: ['captured', 'nurtured', 'rejected', 'mql', 'handoff', 'ended'],
    description: '`mql` is on its way into a handoff; of a handoff, `stage` and `ending` say more',
  })
  status!: 'captured' | 'nurtured' | 'rejected' | 'mql' | 'handoff' | 'ended';

  @ApiPropertyOptional({ enum: ['mql', 'nurtured', 'rejected'] })
  verdict?: string;

  @ApiPropertyOptional()
  handoffId?: string;

  @ApiPropertyOptional({ example: 'awaiting-acceptance' })
  stage?: string;

  @ApiPropertyOptional({ description: 'How the handoff ended' })
  ending?: string;

  @ApiPropertyOptional()
  ownerId?: string;

  @ApiPropertyOptional()
  teamId?: string;
}

export class LeadResponse {
  @ApiProperty({ format: 'uuid' })
  leadId!: string;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Since then nothing personal is left' })
  erasedAt?: string;

  @ApiPropertyOptional({ type: PersonResponse, description: 'Absent once erased' })
  person?: PersonResponse;

  @ApiProperty({ type: AttributesResponse })
  attributes!: AttributesResponse;

  @ApiProperty({ type: [TextResponse] })
  texts!: TextResponse[];

  @ApiProperty({ type: LeadStatusResponse })
  leadStatus!: LeadStatusResponse;
}

export class LeadListItemResponse {
  @ApiProperty({ format: 'uuid' })
  leadId!: string;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;

  @ApiPropertyOptional({ description: 'Absent once erased' })
  name?: string;

  @ApiProperty()
  source!: string;

  @ApiPropertyOptional()
  channel?: string;

  @ApiProperty({ description: 'How many signals there are' })
  signals!: number;

  @ApiProperty({ type: LeadStatusResponse })
  leadStatus!: LeadStatusResponse;
}

export class LeadListResponse {
  @ApiProperty({ type: [LeadListItemResponse] })
  items!: LeadListItemResponse[];

  @ApiPropertyOptional({ description: 'Pass it as `after` for the next page; absent on the last one' })
  next?: string;
}
