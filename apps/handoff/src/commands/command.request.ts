import {
  declineReasons,
  evidenceKinds,
  isReference,
  proofKinds,
  qualifyingAnswerValues,
  referenceRules,
  touchChannels,
  touchDirections,
  touchOutcomes,
} from '@baton/domain';
import type {
  DeclineReason,
  EvidenceKind,
  ProofKind,
  QualifyingAnswer,
  TouchChannel,
  TouchDirection,
  TouchOutcome,
} from '@baton/domain';
import { IsMoment, IsNested, IsNestedList } from '@baton/service';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
  ValidateBy,
} from 'class-validator';
import type { IncomingCommand } from '../command-gateway/command-gateway.ts';
import type { TextKind } from '../intake/lead-texts.ts';

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

/** A phone number or an e-mail address; intake checks which. */
export const IsContact = (): PropertyDecorator => applyDecorators(IsString(), MinLength(3), MaxLength(320));

export class TextRequest {
  @ApiPropertyOptional({ description: 'Free text; stored in intake, never in events' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(10_000)
  text?: string;
}

/** The text of a request as the gateway takes it. */
export const leadText = (kind: TextKind, text: string | undefined): IncomingCommand['text'] =>
  text === undefined ? undefined : { kind, text };

export class DeclineRequest {
  @ApiProperty({
    enum: declineReasons,
    description: 'A lead of poor quality is returned, not declined',
  })
  @IsIn(declineReasons)
  reason!: DeclineReason;

  @ApiPropertyOptional({ description: 'With the reason `routing`: the team that the lead belongs to' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  toTeamId?: string;
}

export class EvidenceRequest {
  @ApiProperty({
    enum: evidenceKinds,
    description: 'Everything but a note needs a reference; a note counts as claimed',
  })
  @IsIn(evidenceKinds)
  kind!: EvidenceKind;

  @ApiPropertyOptional({
    description:
      'Id or link in the telephone or mail system; required unless `kind` is note; no phone number, no e-mail address',
  })
  @IsOptional()
  @IsReference()
  reference?: string;
}

/** Set by systems only; a person who sends it is refused. */
export const IsAutomatic = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      description:
        'Sent by a machine, such as a sequence or an autoresponder. Recorded as engagement, neither as a touch nor as a reply. Only a connected system may set it',
    }),
    IsOptional(),
    IsBoolean(),
  );

export class TouchRequest extends TextRequest {
  @ApiProperty({ enum: touchChannels })
  @IsIn(touchChannels)
  channel!: TouchChannel;

  @ApiPropertyOptional({ enum: touchDirections, default: 'outbound' })
  @IsIn(touchDirections)
  direction: TouchDirection = 'outbound';

  @ApiProperty({ enum: touchOutcomes, description: '`reached` means a two-way conversation' })
  @IsIn(touchOutcomes)
  outcome!: TouchOutcome;

  @ApiProperty({ type: EvidenceRequest })
  @IsNested(() => EvidenceRequest)
  evidence!: EvidenceRequest;

  @ApiPropertyOptional({
    description: 'When the touch was made, if earlier; counts for a promise only with evidence other than a note',
  })
  @IsOptional()
  @IsMoment()
  madeAt?: string;

  @ApiPropertyOptional({
    description:
      'The right phone or e-mail address, only with the outcome wrong-number. Stored in intake, never in events. Touches to the wrong one, this one included, no longer count',
  })
  @IsOptional()
  @IsContact()
  correctedContact?: string;

  @IsAutomatic()
  automatic?: boolean;
}

export class QualifyingAnswerRequest {
  @ApiProperty({ description: 'Id of a qualifying question of the agreement, or of an asked criterion' })
  @IsString()
  @MaxLength(200)
  question!: string;

  @ApiProperty({ enum: qualifyingAnswerValues })
  @IsIn(qualifyingAnswerValues)
  answer!: QualifyingAnswer['answer'];

  @ApiProperty({ type: EvidenceRequest })
  @IsNested(() => EvidenceRequest)
  evidence!: EvidenceRequest;
}

/** Converts instances of the request classes to plain objects, because commands are compared and serialised. */
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
      'Who closes the deal. By default the rep, if they are a closer, otherwise the closer of the team whose turn it is',
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
  @ApiProperty({ description: 'Code of a return reason of the agreement, such as no-budget' })
  @IsString()
  @MaxLength(200)
  reason!: string;

  @ApiProperty({ type: ProofRequest })
  @IsNested(() => ProofRequest)
  proof!: ProofRequest;

  @ApiPropertyOptional({
    type: [QualifyingAnswerRequest],
    description:
      'Answers of the lead to qualifying questions; a return without any is reported as one without qualification',
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
    description: 'An active rep of the team, or a closer for an SQL; if absent, routing chooses',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  toPersonId?: string;

  @ApiPropertyOptional({ description: 'Instead of a person: another team, which keeps the lead' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  toTeamId?: string;
}
