import { directDecision } from '../routing/decision.ts';
import { assign, recordAssignment, startUrgentPromises } from './assignment.ts';
import type { Draft } from './draft.ts';
import { endHandoff } from './end-handoff.ts';
import { recordedAnswers } from './evidence.ts';
import type { QualifyingAnswer } from './evidence.ts';
import { releaseLeadPromises, releaseOwnerPromises, startPromise } from './promise-clocks.ts';
import type { Actor } from './record.ts';
import { urgentPromises } from './state.ts';

/**
 * Makes the lead an SQL. If the rep is also the closer, the handoff ends. Otherwise it goes to a closer, as soon as one
 * can take it, who owes the lead a contact and everything urgent that the rep still owed.
 */
export function qualify(draft: Draft, answers: QualifyingAnswer[], actor: Actor, at: string): void {
  const { ownerId, teamId } = draft.state;
  const { closerId = ownerId, routing } = draft.context;
  draft.add(at, actor, { type: 'qualified', answers: recordedAnswers(answers, actor) });
  if (!routing && closerId === ownerId) {
    endHandoff(draft, 'sql', at);
    return;
  }
  releaseLeadPromises(draft, 'reassigned', at);
  draft.closeTickets(at, ...draft.state.tickets);
  const closer = routing ?? directDecision('closer', teamId ?? '', closerId ?? '');
  if (closer.chosen === undefined) {
    assign(draft, 'sql', at);
    return;
  }
  const urgent = urgentPromises(draft.state);
  releaseOwnerPromises(draft, 'reassigned', at);
  recordAssignment(draft, 'sql', closer, at);
  startPromise(draft, 'sql-contact', 'owner', at);
  startUrgentPromises(draft, urgent, at);
}
