import { contactMethods, intakeFlags, likelyDuplicateReasons, signalKinds } from '@baton/domain';
import type { ContactMethod, IntakeFlag, LikelyDuplicateReason, SignalKind } from '@baton/domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { FieldRemarkResponse } from '../capture/captured-lead.response.ts';
import { LeadStatusResponse } from '../lead-status/lead-status.response.ts';
import { writtenTextKinds } from './lead-text.entity.ts';
import type { TextKind } from './lead-text.entity.ts';

export class PersonResponse {
  @ApiPropertyOptional()
  name?: string;

  @ApiPropertyOptional({
    description:
      'The latest phone number, in E.164 format. An extension follows as `;ext=`, so that `tel:` and this text can be dialled.',
    example: '+4930123456;ext=101',
  })
  phone?: string;

  @ApiPropertyOptional({ description: 'The latest e-mail address' })
  email?: string;

  @ApiPropertyOptional()
  companyName?: string;

  @ApiProperty({ type: [String], description: 'All known phone numbers' })
  phones!: string[];

  @ApiProperty({ type: [String], description: 'All known e-mail addresses' })
  emails!: string[];
}

export class SignalResponse {
  @ApiProperty()
  signalId!: string;

  @ApiProperty({ enum: signalKinds })
  kind!: SignalKind;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;

  @ApiPropertyOptional()
  channel?: string;

  @ApiPropertyOptional()
  campaign?: string;
}

/** The snapshot that all services share. It contains no personal data. */
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

  @ApiPropertyOptional({
    type: [String],
    description: "IANA time zones that the person could be in, by country, region and the phone's area code",
  })
  zones?: string[];

  @ApiPropertyOptional()
  language?: string;

  @ApiPropertyOptional()
  companyDomain?: string;

  @ApiProperty({ isArray: true, enum: contactMethods })
  reachableBy!: ContactMethod[];

  @ApiProperty({ isArray: true, enum: intakeFlags })
  flags!: IntakeFlag[];

  @ApiProperty({ type: Boolean, nullable: true, description: 'null if the lead has not said' })
  consent!: boolean | null;

  @ApiPropertyOptional({
    format: 'date-time',
    description:
      'When the person opted out or refused consent. Only a direct signal made then or later is answered. Absent after a later consent',
  })
  contactRefusedAt?: string;

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

  @ApiProperty({ description: 'The person who wrote the text. The author of a `message` is the lead itself.' })
  authorId!: string;

  @ApiProperty({ format: 'date-time' })
  writtenAt!: string;
}

export class SubjectResponse {
  @ApiProperty({ format: 'uuid', description: 'The signal with which the lead showed interest in it' })
  signalId!: string;

  @ApiProperty({ description: 'A title or a URL' })
  subject!: string;
}

export class RemarkResponse extends FieldRemarkResponse {
  @ApiProperty({ format: 'uuid', description: 'The signal that the remark is about' })
  signalId!: string;

  @ApiProperty({ description: 'What the sender wrote, or the other name' })
  text!: string;
}

export class LikelyDuplicateResponse {
  @ApiProperty({ format: 'uuid' })
  leadId!: string;

  @ApiProperty({
    enum: likelyDuplicateReasons,
    description:
      'shared-phone or shared-email: one contact is the same, the name and the other contact differ. contacts-of-both: a signal had a contact of each lead. same-number-and-name: the name agrees, and the number too, but not the extension.',
  })
  reason!: LikelyDuplicateReason;

  @ApiProperty({ format: 'date-time' })
  foundAt!: string;
}

export class LeadResponse {
  @ApiProperty({ format: 'uuid' })
  leadId!: string;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'When the personal data was erased' })
  erasedAt?: string;

  @ApiPropertyOptional({ type: PersonResponse, description: 'Absent after erasure' })
  person?: PersonResponse;

  @ApiProperty({ type: AttributesResponse })
  attributes!: AttributesResponse;

  @ApiProperty({ type: [TextResponse] })
  texts!: TextResponse[];

  @ApiProperty({
    type: [SubjectResponse],
    description: 'What the lead visited, downloaded or asked for, oldest first. Empty after erasure',
  })
  subjects!: SubjectResponse[];

  @ApiProperty({ type: [String], description: 'What troubles the lead, from all of its signals. Empty after erasure' })
  pains!: string[];

  @ApiProperty({
    type: [String],
    description: 'What the lead is interested in, from all of its signals. Empty after erasure',
  })
  interests!: string[];

  @ApiProperty({
    type: [RemarkResponse],
    description: 'What could not be read, was read by a guess, or contradicts what was known',
  })
  remarks!: RemarkResponse[];

  @ApiProperty({ type: [LikelyDuplicateResponse], description: 'Other leads that may be the same person' })
  likelyDuplicates!: LikelyDuplicateResponse[];

  @ApiProperty({ type: LeadStatusResponse })
  leadStatus!: LeadStatusResponse;
}

export class LeadListItemResponse {
  @ApiProperty({ format: 'uuid' })
  leadId!: string;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;

  @ApiPropertyOptional({ description: 'Absent after erasure' })
  name?: string;

  @ApiProperty()
  source!: string;

  @ApiPropertyOptional()
  channel?: string;

  @ApiProperty({ description: 'The number of signals' })
  signals!: number;

  @ApiProperty({ type: [LikelyDuplicateResponse], description: 'Other leads that may be the same person' })
  likelyDuplicates!: LikelyDuplicateResponse[];

  @ApiProperty({ type: LeadStatusResponse })
  leadStatus!: LeadStatusResponse;
}

export class LeadListResponse {
  @ApiProperty({ type: [LeadListItemResponse] })
  items!: LeadListItemResponse[];

  @ApiPropertyOptional({ description: 'Pass it as `after` to get the next page. Absent on the last page.' })
  next?: string;
}
