import { wasTouchedByOwner } from './state.ts';
import type { HandoffState, RunningPromise } from './state.ts';
import type { AssignmentReason } from './steps.ts';

/**
 * Whether the breach of a promise reroutes the lead. Only acceptance and first contact on the owner's clock do, and only
 * if the owner has not touched the lead: an owner who is in contact keeps it, also when the lead sends a new signal.
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

/** Why a lead that waits for an owner gets one: its owner's breach if they still have it, or else why it was queued. */
export function pendingAssignmentReason(state: HandoffState): AssignmentReason {
  const broken = state.promises.filter((promise) => promise.broken);
  return rerouteReason(broken, state) ?? state.pendingAssignment?.reason ?? 'transfer';
}
