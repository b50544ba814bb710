import { wasTouchedByOwner } from './state.ts';
import type { HandoffState, RunningPromise } from './state.ts';
import type { AssignmentReason } from './steps.ts';

/**
 * Whether the breach of a promise reroutes the lead. Only acceptance and first contact on the owner's clock do, and only
 * if the owner has not touched the lead: an owner who is in contact keeps it, even when the lead sends a new signal.
 */
export const triggersReroute = ({ promise, clock }: RunningPromise, state: HandoffState): boolean =>
  clock === 'owner' &&
  ((promise === 'acceptance' && !state.accepted) || (promise === 'first-contact' && !wasTouchedByOwner(state)));

export function rerouteReason(
  broken: readonly RunningPromise[],
  state: HandoffState,
): 'not-accepted' | 'not-contacted' | undefined {
  const promises = broken.filter((running) => triggersReroute(running, state)).map(({ promise }) => promise);
  if (promises.includes('acceptance')) return 'not-accepted';
  return promises.includes('first-contact') ? 'not-contacted' : undefined;
}

/** The reason for assigning a lead that needs an owner: the breach of its current owner, or else the reason it was queued. */
export function pendingAssignmentReason(state: HandoffState): AssignmentReason {
  const broken = state.promises.filter((promise) => promise.broken);
  return rerouteReason(broken, state) ?? state.pendingAssignment?.reason ?? 'transfer';
}
