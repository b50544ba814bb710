import type { LeadExclusionReason } from '../routing/member.ts';
import type { OwnerRequest } from '../routing/route.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';
import { deadlines } from './deadlines.ts';
import type { Intent } from './intent.ts';
import { BATON } from './record.ts';
import { canMoveLead, isMissedAcceptance } from './reroute.ts';
import { isQueued, needsCloser, runningPromise } from './state.ts';
import type { HandoffState } from './state.ts';

/** What to ask the router for before this intent can be decided; undefined when the decision needs no router. */
export function ownerRequest(state: HandoffState, intent: Intent): OwnerRequest | undefined {
  switch (intent.kind) {
    case 'start':
      return { exclusions: state.exclusions };
    case 'command':
      return commandOwnerRequest(state, intent.command, intent.actor);
    case 'deadline': {
      const due = deadlines(state).filter(({ at }) => at === intent.dueAt);
      const missed = due.flatMap((deadline) => (deadline.kind === 'due' ? [deadline.promise] : []));
      if (missed.some((running) => canMoveLead(running, state))) {
        if (!missed.some((running) => isMissedAcceptance(running, state)))
          return newOwnerRequest(state, 'previous-owner');
        const request = newOwnerRequest(state, 'promise-broken');
        return request && { ...request, ...(state.ownerId !== null && { unresponsiveId: state.ownerId }) };
      }
      if (!due.some(({ kind }) => kind === 'owner-check')) return undefined;
      return newOwnerRequest(state, state.accepted ? 'previous-owner' : undefined);
    }
  }
}

/** The request of a lead in the team queue. */
export const pendingOwnerRequest = (state: HandoffState): OwnerRequest | undefined =>
  isQueued(state) ? newOwnerRequest(state, undefined) : undefined;

/** The request for a closer when the lead becomes an SQL that its owner does not close. */
export function closerRequest(state: HandoffState): OwnerRequest | undefined {
  const { teamId } = state;
  const request = newOwnerRequest(state, 'previous-owner');
  return request && teamId !== null ? { ...request, fixed: { teamId, role: 'closer' } } : undefined;
}

/** The request for a rep of the team that the lead is passed to. */
const requestIn = (state: HandoffState, teamId: string): OwnerRequest => ({
  exclusions: [],
  fixed: { teamId, role: 'rep' },
  ...contactDue(state),
});

const contactDue = (state: HandoffState): Pick<OwnerRequest, 'contactDueAt'> => {
  const contactDueAt = runningPromise(state, 'first-contact', 'lead')?.dueAt;
  return contactDueAt === undefined ? {} : { contactDueAt };
};

function newOwnerRequest(state: HandoffState, reason: LeadExclusionReason | undefined): OwnerRequest | undefined {
  const { exclusions, teamId, ownerId, namedTeamId } = state;
  if (teamId === null) return undefined;
  return {
    exclusions: ownerId && reason ? [...exclusions, { personId: ownerId, reason }] : exclusions,
    ...(namedTeamId !== undefined && { fixed: { teamId: namedTeamId, role: 'rep' } }),
    ...(needsCloser(state) && { fixed: { teamId, role: 'closer' } }),
    ...contactDue(state),
  };
}

function commandOwnerRequest(
  state: HandoffState,
  command: HandoffCommand,
  actor: CommandActor,
): OwnerRequest | undefined {
  switch (command.type) {
    case 'decline':
      return command.toTeamId === undefined ? newOwnerRequest(state, 'declined') : requestIn(state, command.toTeamId);
    case 'accept-return':
      return command.toTeamId === undefined ? undefined : requestIn(state, command.toTeamId);
    case 'reassign':
      if (command.toTeamId !== undefined) return requestIn(state, command.toTeamId);
      if (command.toPersonId !== undefined) return undefined;
      // Baton reassigns the leads of an absent owner, who may get them again later; the absence already excludes them.
      return newOwnerRequest(state, actor.id === BATON ? undefined : 'previous-owner');
    case 'retry-routing':
      return pendingOwnerRequest(state);
    case 'decide-dispute':
      if (command.toTeamId !== undefined) return requestIn(state, command.toTeamId);
      return command.verdict === 'overturned' ? newOwnerRequest(state, 'previous-owner') : undefined;
    default:
      return undefined;
  }
}
