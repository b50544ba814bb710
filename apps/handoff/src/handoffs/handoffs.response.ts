import { noAttemptReasons, stages, suggestedChannels } from '@baton/domain';
import type { EvidenceLevel, NoAttempt, RecordedStep, SuggestedAttempt } from '@baton/domain';
import { shapes } from '@baton/service';
import type { ResponseSchema } from '@baton/service';
import type { LocalizedText } from '@baton/wording';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Handoff } from '../handoff-row/handoff.entity.ts';

const { text, moment, integer, boolean, nullable, oneOf, listOf, objectOf, pageOf } = shapes;

export const handoffPageSchema = pageOf(
  'handoffs',
  objectOf({
    handoffId: text,
    leadId: text,
    handoffNumber: integer,
    agreementVersion: integer,
    source: text,
    channel: nullable(text),
    score: { type: 'number' },
    stage: oneOf(...stages),
    ending: nullable(text),
    ownerId: nullable(text),
    teamId: nullable(text),
    opened: boolean,
    accepted: boolean,
    nextDueAt: nullable(moment),
    nextDuePromise: nullable(text),
    brokenPromises: listOf(text),
    countedTouches: integer,
    reached: boolean,
    startedAt: moment,
    transferredAt: nullable(moment),
    endedAt: nullable(moment),
    postponedUntil: nullable(moment),
    version: integer,
  } satisfies Partial<Record<keyof Handoff, ResponseSchema>>),
);

/** The suggested attempt, or the reason why there is none. */
class NextAttemptResponse {
  @ApiPropertyOptional({
    format: 'date-time',
    description:
      'The first time from now on that fits the cadence, the owner’s working hours and, for a call, the lead’s local hours',
  })
  at?: string;

  @ApiPropertyOptional({
    enum: suggestedChannels,
    description: 'A second channel is suggested after the first was tried',
  })
  channel?: SuggestedAttempt['channel'];

  @ApiPropertyOptional({ description: 'The number of the attempt among the counted touches' })
  number?: number;

  @ApiPropertyOptional({ description: 'The minimum number of touches' })
  minimum?: number;

  @ApiPropertyOptional({ description: 'The maximum number of touches' })
  maximum?: number;

  @ApiPropertyOptional({ description: 'Whether the cadence suggested an earlier time' })
  late?: boolean;

  @ApiPropertyOptional({
    enum: noAttemptReasons,
    description: 'Why no attempt is suggested. All other fields except `nextStepAt` are then absent',
  })
  reason?: NoAttempt['reason'];

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'With the reason `next-step`: when the lead asked to be contacted',
  })
  nextStepAt?: string;
}

class TouchesByEvidenceResponse implements Record<EvidenceLevel, number> {
  @ApiProperty({ type: 'integer', description: 'Reported by a connected system with its own record' })
  verified!: number;

  @ApiProperty({ type: 'integer', description: 'A person says where the record can be found' })
  referenced!: number;

  @ApiProperty({ type: 'integer', description: 'Only a note' })
  claimed!: number;
}

class PostponedResponse implements LocalizedText {
  @ApiProperty({ example: 'postponed until 12 Jan' })
  en!: string;

  @ApiProperty({ example: 'отложен до 12 янв.' })
  ru!: string;
}

/** The fields of lists, with the whole record. */
export class HandoffResponse extends Handoff {
  @ApiProperty({
    type: 'array',
    items: { $ref: '#/components/schemas/RecordedStep' },
    description: 'Every step, as published on `baton.handoffs.v1`',
  })
  record!: RecordedStep[];

  @ApiProperty({ type: TouchesByEvidenceResponse, description: 'The counted touches by the level of their evidence' })
  touchesByEvidence!: Record<EvidenceLevel, number>;

  @ApiProperty({ type: NextAttemptResponse })
  nextAttempt!: SuggestedAttempt | NoAttempt;

  @ApiPropertyOptional({ type: PostponedResponse, description: 'Until when the lead was postponed' })
  postponed?: LocalizedText;
}
