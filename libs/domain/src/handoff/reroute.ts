import { wasTouchedByOwner } from './state.ts';
import type { HandoffState, RunningPromise } from './state.ts';
import type { HandoffStep } from './steps.ts';

/** Whether the owner missed acceptance: the lead leaves them. */
export const isMissedAcceptance = ({ promise, clock }: RunningPromise, state: HandoffState): boolean =>
  clock === 'owner' && promise === 'acceptance' && !state.accepted;

/** The person who missed an acceptance by this step. They are assigned no lead until their next step in Baton. */
export const missedAcceptanceBy = (step: HandoffStep): string | undefined =>
  step.type === 'promise-broken' && step.promise === 'acceptance' ? step.ownerId : undefined;

/** Whether the owner accepted and missed the first contact. An owner who is in contact keeps the lead, even when it sends a new signal. */
export const isMissedFirstContact = ({ promise, clock }: RunningPromise, state: HandoffState): boolean =>
  clock === 'owner' && promise === 'first-contact' && state.accepted && !wasTouchedByOwner(state);

/** Whether the breach of this promise can move the lead to another owner. */
export const canMoveLead = (running: RunningPromise, state: HandoffState): boolean =>
  isMissedAcceptance(running, state) || isMissedFirstContact(running, state);
