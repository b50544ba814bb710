import type { Draft } from './draft.ts';
import { releaseAllPromises } from './promise-clocks.ts';
import type { Ending } from './steps.ts';

export function endHandoff(draft: Draft, ending: Ending, at: string): void {
  releaseAllPromises(draft, 'ended', at);
  draft.closeTickets(at, ...draft.state.tickets);
  draft.addBySystem(at, { type: 'ended', ending });
}
