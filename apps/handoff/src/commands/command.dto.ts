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

const evidence: EvidenceKind[] = ['call-record', 'message-id', 'recording', 'transcript', 'note'];
const proofs: ProofKind[] = ['call-record', 'message', 'document', 'link', 'lead-id', 'note'];
export const channels: TouchChannel[] = ['call', 'email', 'messenger', 'sms', 'meeting'];
const outcomes: TouchOutcome[] = ['reached', 'no-answer', 'voicemail', 'busy', 'sent', 'wrong-number'];

const Reference = (): PropertyDecorator =>
  applyDecorators(
    MaxLength(referenceRules.longest),
    ValidateBy({
      name: 'isReference',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isReference(value),
        defaultMessage: () => `$property must be ${referenceRules.instead}`,
      },
    }),
  );

export class WithText {
  @ApiPropertyOptional({ description: 'What the person wants to say; kept in intake, never in events' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(10_000)
  text?: string;
}

export class DeclineBody {
  @ApiProperty({ enum: ['capacity', 'conflict', 'routing'], description: 'A bad lead is not declined but returned' })
  @IsIn(['capacity', 'conflict', 'routing'])
  reason!: DeclineReason;
}

export class EvidenceBody {
  @ApiProperty({ enum: evidence, description: 'A note alone is a claim; everything else is proof, with its reference' })
  @IsIn(evidence)
  kind!: EvidenceKind;

  @ApiPropertyOptional({
    description:
      'Id or link in the telephone or mail system, of everything but a note; no phone number, no e-mail address',
  })
  @IsOptional()
  @Reference()
  reference?: string;
}

export class TouchBody extends WithText {
  @ApiProperty({ enum: channels })
  @IsIn(channels)
  channel!: TouchChannel;

  @ApiPropertyOptional({ enum: ['outbound', 'inbound'], default: 'outbound' })
  @IsIn(['outbound', 'inbound'])
  direction: 'outbound' | 'inbound' = 'outbound';

  @ApiProperty({ enum: outcomes, description: 'reached means a two-way conversation' })
  @IsIn(outcomes)
  outcome!: TouchOutcome;

  @ApiProperty({ type: EvidenceBody })
  @IsNested(() => EvidenceBody)
  evidence!: EvidenceBody;

  @ApiPropertyOptional({
    description: 'When it was, if earlier than now; counts for a promise only with machine evidence',
  })
  @IsOptional()
  @IsMoment()
  happenedAt?: string;
}

export class QualifyingAnswerBody {
  @ApiProperty({ description: 'Id of a qualifying question of the agreement, or of a criterion that was asked' })
  @IsString()
  @MaxLength(200)
  question!: string;

  @ApiProperty({ enum: ['yes', 'no'] })
  @IsIn(['yes', 'no'])
  answer!: 'yes' | 'no';

  @ApiProperty({ type: EvidenceBody })
  @IsNested(() => EvidenceBody)
  evidence!: EvidenceBody;
}

/** The answers as commands carry them: plain data, which a body's classes are not. */
export const plainAnswers = (answers: readonly QualifyingAnswerBody[]): QualifyingAnswer[] =>
  answers.map(({ question, answer, evidence }) => ({ question, answer, evidence: { ...evidence } }));

export class QualifyBody {
  @ApiProperty({ type: [QualifyingAnswerBody] })
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @IsNestedList(() => QualifyingAnswerBody)
  answers!: QualifyingAnswerBody[];

  @ApiPropertyOptional({
    description:
      'Who closes the deal; without one the rep, when a closer too, else the closer of the team whose turn it is',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  closerId?: string;
}

export class ProofBody {
  @ApiProperty({ enum: proofs })
  @IsIn(proofs)
  kind!: ProofKind;

  @ApiPropertyOptional({ description: 'Id or link; no phone number, no e-mail address' })
  @IsOptional()
  @Reference()
  reference?: string;
}

export class ReturnBody extends WithText {
  @ApiProperty({ description: "Code of the agreement's dictionary of reasons, such as no-budget" })
  @IsString()
  @MaxLength(200)
  reason!: string;

  @ApiProperty({ type: ProofBody })
  @IsNested(() => ProofBody)
  proof!: ProofBody;

  @ApiPropertyOptional({
    type: [QualifyingAnswerBody],
    description:
      'What the lead said to the qualifying questions; without any, the return counts as one without qualification',
  })
  @IsOptional()
  @ArrayMaxSize(100)
  @IsNestedList(() => QualifyingAnswerBody)
  answers?: QualifyingAnswerBody[];
}

export class NoteBody {
  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(10_000)
  text!: string;
}

export class ReassignBody {
  @ApiPropertyOptional({
    description: 'An active rep of the team, of an SQL a closer; without one, routing chooses anew',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  toPersonId?: string;
}
