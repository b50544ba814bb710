import { noAttemptReasons, stages, suggestedChannels } from '@baton/domain';
import type { NoAttempt, RecordedStep, SuggestedAttempt } from '@baton/domain';
import { shapes } from '@baton/service';
import type { ResponseSchema } from '@baton/service';
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
    version: integer,
  } satisfies Partial<Record<keyof Handoff, ResponseSchema>>),
);

/** Either an attempt, or `reason` there is none. */
class NextAttemptResponse {
  @ApiPropertyOptional({
    format: 'date-time',
    description: 'The first moment from now on that the cadence, the owner’s hours and, for a call, the lead’s allow',
  })
  at?: string;

  @ApiPropertyOptional({ enum: suggestedChannels, description: 'A second channel comes once the first was tried' })
  channel?: SuggestedAttempt['channel'];

  @ApiPropertyOptional({ description: 'Its number among the counted touches' })
  number?: number;

  @ApiPropertyOptional({ description: 'Of at least so many' })
  minimum?: number;

  @ApiPropertyOptional({ description: 'And at most so many' })
  maximum?: number;

  @ApiPropertyOptional({ description: 'The cadence wanted it before now' })
  late?: boolean;

  @ApiPropertyOptional({
    enum: noAttemptReasons,
    description: 'Why no attempt is suggested; nothing else is told then',
  })
  reason?: NoAttempt['reason'];

  @ApiPropertyOptional({ format: 'date-time', description: 'With `next-step`: the moment that the lead asked for' })
  nextStepAt?: string;
}

/** What lists show of a handoff, and all that happened in it. */
export class HandoffResponse extends Handoff {
  @ApiProperty({ type: [Object], description: 'Every step, as it is told on `baton.handoffs.v1`' })
  record!: RecordedStep[];

  @ApiProperty({ type: NextAttemptResponse })
  nextAttempt!: SuggestedAttempt | NoAttempt;
}
