import type { PromiseName } from '../agreement/agreement.ts';
import type { LeadExclusionReason } from '../routing/member.ts';
import { BATON } from './record.ts';
import type { Actor } from './record.ts';
import { assignmentReason, needsCloser, urgentPromises } from './state.ts';
import type { HandoffState, Ownership } from './state.ts';
import type { AssignmentReason, StepOf } from './steps.ts';

export function assigned(
  state: HandoffState,
  step: StepOf<'assigned'>,
  at: string,
  actor: Actor,
): Partial<HandoffState> {
  const { ownerId, teamId, returnWindows, conversationWindowEndsAt, ownerCheckAt } = step;
  return {
    exclusions: exclusionsAfter(state, step, actor),
    stage: needsCloser(state) ? 'sql' : 'awaiting-acceptance',
    ownerId,
    ownerships: [...endOwnerships(state.ownerships, at), { ownerId, from: at }],
    teamId,
    opened: false,
    accepted: false,
    ownerCheckAt,
    ...(returnWindows && { returnWindows }),
    ...(conversationWindowEndsAt && { conversationWindowEndsAt, overturnedAt: at }),
  };
}

export function queued(state: HandoffState, step: StepOf<'queued'>, at: string, actor: Actor): Partial<HandoffState> {
  return {
    exclusions: exclusionsAfter(state, step, actor),
    stage: 'queued',
    ownerId: null,
    ownerships: endOwnerships(state.ownerships, at),
    teamId: step.teamId,
    opened: false,
    accepted: false,
    ownerCheckAt: undefined,
    pendingAssignment: { reason: assignmentReason(state, step.reason), urgentPromises: urgentPromises(state) },
  };
}

/** What comes up while the lead is queued becomes urgent for its next owner. A contact replaces a next step that is off. */
export function urgentWhileQueued(
  { stage, pendingAssignment }: HandoffState,
  promise: PromiseName,
  replaced?: PromiseName,
): Partial<HandoffState> {
  if (stage !== 'queued' || !pendingAssignment) return {};
  const urgent = new Set([...pendingAssignment.urgentPromises.filter((each) => each !== replaced), promise]);
  return { pendingAssignment: { ...pendingAssignment, urgentPromises: [...urgent] } };
}

const endOwnerships = (ownerships: readonly Ownership[], at: string): Ownership[] =>
  ownerships.map((ownership) => (ownership.until === undefined ? { ...ownership, until: at } : ownership));

/** A person who was only absent or off duty can get the lead again, and so can the rep of an SQL. */
function exclusionsAfter(
  { exclusions }: HandoffState,
  { previousOwnerId, reason }: StepOf<'assigned' | 'queued'>,
  actor: Actor,
): HandoffState['exclusions'] {
  const isAbsenceHandover = reason === 'reassigned' && actor.id === BATON;
  const canReturn = reason === 'sql' || reason === 'day-ended' || isAbsenceHandover;
  if (!previousOwnerId || canReturn) return exclusions;
  return [
    ...exclusions.filter(({ personId }) => personId !== previousOwnerId),
    { personId: previousOwnerId, reason: exclusionReason(reason) },
  ];
}

function exclusionReason(reason: AssignmentReason): LeadExclusionReason {
  switch (reason) {
    case 'declined':
      return 'declined';
    case 'not-accepted':
    case 'not-contacted':
      return 'promise-broken';
    case 'transfer':
    case 'reassigned':
    case 'inbound-call':
    case 'overturned':
    case 'sql':
    case 'rerouted':
    case 'day-ended':
      return 'previous-owner';
  }
}
