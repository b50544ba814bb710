import type { Role } from '../roles.ts';
import type { CommandActor, HandoffCommand, ReceivedCommand } from './commands.ts';
import type { Refusal } from './refusal.ts';
import { needsCloser, ownersAt } from './state.ts';
import type { HandoffState } from './state.ts';
import { isReferenced } from './steps.ts';

/** What beside the owner's own right lets somebody give a command. */
type AllowedRole = 'owner' | 'previous-owner' | 'team-lead' | 'team-rep' | 'team-closer' | Role;

/** Who may give a command, whatever the stage. */
function allowedRoles(command: HandoffCommand, state: HandoffState): readonly AllowedRole[] {
  switch (command.type) {
    case 'open':
    case 'accept':
    case 'decline':
    case 'agree-next-step':
    case 'answer-questions':
    case 'qualify':
    case 'close-unreachable':
      return ['owner'];
    case 'touch':
      // Who answers the lead's own call takes the lead, until somebody has accepted it; an SQL stays with the closers.
      if (command.direction !== 'inbound' || state.accepted) return ['owner', 'previous-owner'];
      return ['owner', needsCloser(state) ? 'team-closer' : 'team-rep', 'previous-owner'];
    case 'note':
    case 'void-touch':
    case 'return':
      return ['owner', 'team-lead'];
    case 'correct-contact':
    case 'opt-out':
      return ['owner', 'team-lead', 'marketer', 'integration'];
    case 'lead-replied':
    case 'add-signal':
    case 'hold-return':
      return ['integration', 'admin'];
    case 'accept-return':
    case 'contest-return':
      return ['marketer', 'admin'];
    case 'decide-dispute':
      return ['arbiter', 'admin'];
    case 'reassign':
      return ['team-lead', 'admin'];
    case 'retry-routing':
      return ['team-lead', 'ops', 'admin', 'integration'];
  }
}

function hasRole(right: AllowedRole, { command, actor }: ReceivedCommand, state: HandoffState): boolean {
  switch (right) {
    case 'owner':
      return actor.id === state.ownerId;
    case 'previous-owner':
      return command.type === 'touch' && previousOwnerOfTouch(state, command, actor) !== undefined;
    case 'team-lead':
      return isTeamLeadOf(state, actor);
    case 'team-rep':
      return isInTeam(actor, state, 'rep');
    case 'team-closer':
      return isInTeam(actor, state, 'closer');
    default:
      return actor.roles.includes(right);
  }
}

export const isTeamLeadOf = (state: HandoffState, actor: CommandActor): boolean =>
  isInTeam(actor, state, 'team-lead') || actor.roles.includes('admin');

/**
 * Whose touch it is, where a machine shows that it was made when somebody else owned the lead than now: theirs, when
 * they or the team lead record it.
 */
export function previousOwnerOfTouch(
  state: HandoffState,
  { madeAt, evidence }: HandoffCommand & { type: 'touch' },
  actor: CommandActor,
): string | undefined {
  if (madeAt === undefined || !isReferenced(evidence) || actor.id === state.ownerId) return undefined;
  const owners = ownersAt(state, madeAt).filter((personId) => personId !== state.ownerId);
  return owners.find((personId) => personId === actor.id) ?? (isTeamLeadOf(state, actor) ? owners[0] : undefined);
}

const isInTeam = ({ roles, teamId }: CommandActor, state: HandoffState, role: Role): boolean =>
  roles.includes(role) && teamId !== undefined && teamId === state.teamId;

/** Why this person or machine may not give the command, or nothing. */
export function permissionRefusal(state: HandoffState, received: ReceivedCommand): Refusal | undefined {
  const rights = allowedRoles(received.command, state);
  if (rights.some((right) => hasRole(right, received, state))) return undefined;
  const who = rights.map((right) => allowedRoleNames[right]).join(', or ');
  const now = rights.includes('owner') ? `; it belongs to ${state.ownerId ? 'somebody else' : 'nobody'} now` : '';
  return { code: 'not-permitted', detail: `Only ${who} can do this${now}.` };
}

const allowedRoleNames: Record<AllowedRole, string> = {
  owner: 'the owner of the handoff',
  'previous-owner': "who owned it when the touch was made (with madeAt and a machine's evidence)",
  'team-lead': "the team's lead",
  'team-rep': 'a rep of the team',
  'team-closer': 'a closer of the team',
  rep: 'a rep',
  closer: 'a closer',
  marketer: 'a marketer',
  arbiter: 'the arbiter',
  ops: 'ops',
  admin: 'an admin',
  integration: 'an integration',
};
