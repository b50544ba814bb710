import { suggestedChannels, noAttemptReasons } from '@baton/domain';
import type { NoAttempt, RecordedStep, SuggestedAttempt } from '@baton/domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Handoff } from '../handoff-row/handoff.entity.ts';

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
