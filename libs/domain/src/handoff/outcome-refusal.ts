import type { HandoffState } from './state.ts';
import type { Ending } from './steps.ts';

/** Why nobody can say that this lead was won or lost, or nothing: an SQL that stands can be, and what was imported. */
export function outcomeRefusal({ stage, ending, sqlAt }: HandoffState): string | undefined {
  const wasWithdrawn = ending === 'returned';
  if (ending === 'imported' || ending === 'sql' || (sqlAt !== undefined && !wasWithdrawn)) return undefined;
  if (ending)
    return `${endingText(ending)}, and only an SQL is won or lost. Should it come back, notify it of its next handoff.`;
  if (stage === 'returned' || stage === 'contested')
    return 'The lead was given back before it was an SQL; marketing, or the arbiter, decides now.';
  return 'This lead is no SQL yet. Qualify it first, and notify then what became of it.';
}

function endingText(ending: Exclude<Ending, 'imported' | 'sql'>): string {
  switch (ending) {
    case 'returned':
      return 'This lead was given back to marketing, and the return stands';
    case 'unreachable':
      return 'This lead was closed as unreachable';
    case 'opted-out':
      return 'This lead opted out before it was an SQL';
  }
}
