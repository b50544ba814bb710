import { durationMilliseconds } from '../time/duration.ts';
import type { ReceivedCommand, Refusal } from './commands.ts';

/** Why a next step cannot have this date. */
export function nextStepDateRefusal(
  nextStepAt: string,
  { receivedAt, terms }: Pick<ReceivedCommand, 'receivedAt' | 'terms'>,
  agreedFor: 'lead' | 'sql',
): Refusal | undefined {
  const pause = Date.parse(nextStepAt) - Date.parse(receivedAt);
  if (!(pause > 0))
    return { code: 'not-in-future', detail: `A next step must be in the future; ${nextStepAt} is in the past.` };
  if (terms.longestPause && pause > durationMilliseconds(terms.longestPause))
    return {
      code: 'pause-too-long',
      detail: `A next step can be at most ${terms.longestPause} ahead. ${
        agreedFor === 'sql'
          ? 'Agree on an earlier one.'
          : 'Agree on an earlier one, or postpone the lead: it then comes back to you on its date.'
      }`,
    };
  return undefined;
}
