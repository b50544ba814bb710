import type { HandoffState } from './state.ts';
import type { Ending } from './steps.ts';

/** Why no outcome can be recorded for this lead; undefined for an SQL that was not withdrawn, and for imported leads. */
export function outcomeRefusal({ stage, ending, sqlAt }: HandoffState): string | undefined {
  if (ending === 'imported' || ending === 'sql' || sqlAt !== undefined) return undefined;
  if (ending)
    return `${endingText(ending)}. Only an SQL can be won or lost. If the lead comes back, report the outcome of its next handoff.`;
  if (stage === 'returned' || stage === 'contested')
    return 'The lead was returned before it became an SQL. Marketing or the arbiter decides what happens next.';
  return 'This lead is not an SQL yet. Qualify it before reporting an outcome.';
}

function endingText(ending: Exclude<Ending, 'imported' | 'sql'>): string {
  switch (ending) {
    case 'returned':
      return 'This lead was returned to marketing, and the return is final';
    case 'unreachable':
      return 'This lead was closed as unreachable';
    case 'opted-out':
      return 'This lead opted out before it became an SQL';
    case 'postponed':
      return 'This lead was postponed before it became an SQL';
    case 'erased':
      return 'The person behind this lead was erased before it became an SQL';
  }
}
