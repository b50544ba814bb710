import { directDecision } from '../routing/decision.ts';
import type { Draft } from './draft.ts';
import { startPromise } from './promise-clocks.ts';
import type { Actor, QualifyingAnswer } from './steps.ts';

/** The lead is an SQL: over with it when the rep closes the deal, else the closer owes it a contact. */
export function qualify(draft: Draft, answers: QualifyingAnswer[], actor: Actor, at: string): void {
  const { ownerId, teamId } = draft.state;
  const { closerId } = draft.surroundings;
  if (closerId === undefined || closerId === ownerId) {
    draft.add(at, actor, { type: 'qualified', answers });
    draft.end('sql', at);
    return;
  }
  draft.add(at, actor, { type: 'qualified', answers });
  draft.releaseSalesPromises('reassigned', at);
  draft.closeTickets(at, ...draft.state.tickets);
  draft.give('sql', directDecision('closer', teamId ?? '', closerId), at);
  startPromise(draft, 'sql-contact', 'owner', at);
}
