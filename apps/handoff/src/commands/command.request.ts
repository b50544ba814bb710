import { IsMoment, IsNested, IsNestedList } from '@baton/service';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { isReference, referenceRules } from '@baton/domain';
import type {
  DeclineReason,
  EvidenceKind,
  ProofKind,
  QualifyingAnswer,
  TouchChannel,
  TouchOutcome,
} from '@baton/domain';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
  ValidateBy,
} from 'class-validator';

const evidenceKinds: EvidenceKind[] = ['call-record', 'message-id', 'recording', 'transcript', 'note'];
const proofKinds: ProofKind[] = ['call-record', 'message', 'document', 'link', 'lead-id', 'note'];
export const touchChannels: TouchChannel[] = ['call', 'email', 'messenger', 'sms', 'meeting'];
const touchOutcomes: TouchOutcome[] = ['reached', 'no-answer', 'voicemail', 'busy', 'sent', 'wrong-number'];

const IsReference = (): PropertyDecorator =>
  applyDecorators(
    MaxLength(referenceRules.maximumLength),
    ValidateBy({
      name: 'isReference',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isReference(value),
        defaultMessage: () => `$property must be ${referenceRules.hint}`,
      },
    }),
  );

export class TextRequest {
  @ApiPropertyOptional({ description: 'What the person wants to say; kept in intake, never in events' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(10_000)
  text?: string;
}

export class DeclineRequest {
  @ApiProperty({ enum: ['capacity', 'conflict', 'routing'], description: 'A bad lead is not declined but returned' })
  @IsIn(['capacity', 'conflict', 'routing'])
  reason!: DeclineReason;
}

export class EvidenceRequest {
  @ApiProperty({
    enum: evidenceKinds,
    description: 'A note alone is a claim; everything else is proof, with its reference',
  })
  @IsIn(evidenceKinds)
  kind!: EvidenceKind;

  @ApiPropertyOptional({
    description:
      'Id or link in the telephone or mail system, of everything but a note; no phone number, no e-mail address',
  })
  @IsOptional()
  @IsReference()
  reference?: string;
}

export class TouchRequest extends TextRequest {
  @ApiProperty({ enum: touchChannels })
  @IsIn(touchChannels)
  channel!: TouchChannel;

  @ApiPropertyOptional({ enum: ['outbound', 'inbound'], default: 'outbound' })
  @IsIn(['outbound', 'inbound'])
  direction: 'outbound' | 'inbound' = 'outbound';

  @ApiProperty({ enum: touchOutcomes, description: 'reached means a two-way conversation' })
  @IsIn(touchOutcomes)
  outcome!: TouchOutcome;

  @ApiProperty({ type: EvidenceRequest })
  @IsNested(() => EvidenceRequest)
  evidence!: EvidenceRequest;

  @ApiPropertyOptional({
    description: 'When it was, if earlier than now; counts for a promise only with machine evidence',
  })
  @IsOptional()
  @IsMoment()
  madeAt?: string;
}

export class QualifyingAnswerRequest {
  @ApiProperty({ description: 'Id of a qualifying question of the agreement, or of a criterion that was asked' })
  @IsString()
  @MaxLength(200)
  question!: string;

  @ApiProperty({ enum: ['yes', 'no'] })
  @IsIn(['yes', 'no'])
  answer!: 'yes' | 'no';

  @ApiProperty({ type: EvidenceRequest })
  @IsNested(() => EvidenceRequest)
  evidence!: EvidenceRequest;
}

/** The answers as commands carry them: plain data, which a body's classes are not. */
export const toQualifyingAnswers = (answers: readonly QualifyingAnswerRequest[]): QualifyingAnswer[] =>
  answers.map(({ question, answer, evidence }) => ({ question, answer, evidence: { ...evidence } }));

export class QualifyRequest {
  @ApiProperty({ type: [QualifyingAnswerRequest] })
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @IsNestedList(() => QualifyingAnswerRequest)
  answers!: QualifyingAnswerRequest[];

  @ApiPropertyOptional({
    description:
      'Who closes the deal; without one the rep, when a closer too, else the closer of the team whose turn it is',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  closerId?: string;
}

export class ProofRequest {
  @ApiProperty({ enum: proofKinds })
  @IsIn(proofKinds)
  kind!: ProofKind;

  @ApiPropertyOptional({ description: 'Id or link; no phone number, no e-mail address' })
  @IsOptional()
  @IsReference()
  reference?: string;
}

export class ReturnRequest extends TextRequest {
  @ApiProperty({ description: "Code of the agreement's dictionary of reasons, such as no-budget" })
  @IsString()
  @MaxLength(200)
  reason!: string;

  @ApiProperty({ type: ProofRequest })
  @IsNested(() => ProofRequest)
  proof!: ProofRequest;

  @ApiPropertyOptional({
    type: [QualifyingAnswerRequest],
    description:
      'What the lead said to the qualifying questions; without any, the return counts as one without qualification',
  })
  @IsOptional()
  @ArrayMaxSize(100)
  @IsNestedList(() => QualifyingAnswerRequest)
  answers?: QualifyingAnswerRequest[];
}

export class NoteRequest {
  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(10_000)
  text!: string;
}

export class ReassignRequest {
  @ApiPropertyOptional({
    description: 'An active rep of the team, of an SQL a closer; without one, routing chooses anew',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  toPersonId?: string;
}
