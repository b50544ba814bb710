import { durationMilliseconds } from '../time/duration.ts';
import { recordedActor } from './commands.ts';
import type { CommandOf, ReceivedCommand, Refusal } from './commands.ts';
import { recordedEvidence } from './evidence.ts';
import { needsCloser, wasReached } from './state.ts';
import type { HandoffState } from './state.ts';

/** Why a lead cannot be postponed to this date. It needs a conversation, because the lead itself asks for the date. */
export function postponementRefusal(
  state: HandoffState,
  { until, evidence }: CommandOf<'postpone'>,
  { actor, receivedAt, terms }: ReceivedCommand,
): Refusal | undefined {
  if (needsCloser(state))
    return {
      code: 'wrong-stage',
      detail: 'An SQL cannot be postponed. Agree on a dated next step, report its outcome or return it.',
    };
  const isTraceOfConversation = recordedEvidence(evidence, recordedActor(actor)).level === 'verified';
  if (!wasReached(state) && !isTraceOfConversation)
    return {
      code: 'no-conversation',
      detail:
        'A lead can be postponed only after a conversation, and none is recorded. Record the touch that reached the lead first, or let the connected telephone or mail system report its record as the evidence.',
    };
  return terms.postponement ? dateRefusal(until, receivedAt, terms.postponement) : undefined;
}

function dateRefusal(
  until: string,
  receivedAt: string,
  { shortest, longest }: NonNullable<ReceivedCommand['terms']['postponement']>,
): Refusal | undefined {
  const limit = (duration: string): number => Date.parse(receivedAt) + durationMilliseconds(duration);
  const [earliest, latest] = [limit(shortest), limit(longest)];
  if (!(Date.parse(until) >= earliest))
    return {
      code: 'postponement-too-near',
      detail: `A lead can be postponed to ${toIso(earliest)} (${shortest} ahead) or later, got ${until}. Agree on a dated next step instead.`,
    };
  if (Date.parse(until) > latest)
    return {
      code: 'postponement-too-far',
      detail: `A lead can be postponed to ${toIso(latest)} (${longest} ahead) at the latest, got ${until}. Choose an earlier date, or return the lead.`,
    };
  return undefined;
}

const toIso = (moment: number): string => new Date(moment).toISOString();
