import { directDecision } from '../routing/decision.ts';
import type { Draft } from './draft.ts';
import { startPromise } from './promise-clocks.ts';
import { urgentPromises } from './state.ts';
import type { Actor, QualifyingAnswer } from './steps.ts';

/**
 * The lead is an SQL: over with it when the rep closes the deal, else the closer owes it a contact, if one can take it,
 * and what it waits for besides.
 */
export function qualify(draft: Draft, answers: QualifyingAnswer[], actor: Actor, at: string): void {
  const { ownerId, teamId } = draft.state;
  const { closerId = ownerId, routing } = draft.context;
  draft.add(at, actor, { type: 'qualified', answers });
  if (!routing && closerId === ownerId) {
    draft.end('sql', at);
    return;
  }
  draft.releaseLeadPromises('reassigned', at);
  draft.closeTickets(at, ...draft.state.tickets);
  const closer = routing ?? directDecision('closer', teamId ?? '', closerId ?? '');
  if (closer.chosen === undefined) {
    draft.assign('sql', at);
    return;
  }
  const urgent = urgentPromises(draft.state);
  draft.releaseOwnerPromises('reassigned', at);
  draft.recordAssignment('sql', closer, at);
  startPromise(draft, 'sql-contact', 'owner', at);
  draft.startUrgentPromises(urgent, at);
}
