import type { Role } from '../roles.ts';
import type { CommandActor, CommandOf, HandoffCommand, ReceivedCommand, Refusal } from './commands.ts';
import { isReferenced } from './evidence.ts';
import { needsCloser, ownersAt } from './state.ts';
import type { HandoffState } from './state.ts';

/** A role, or a relation to the handoff. */
type Permission = 'owner' | 'previous-owner' | 'team-rep' | 'team-closer' | Role;

/** Who may give a command; the stage is checked separately. */
function allowedFor(command: HandoffCommand, state: HandoffState): readonly Permission[] {
  switch (command.type) {
    case 'open':
    case 'accept':
    case 'decline':
    case 'agree-next-step':
    case 'postpone':
    case 'answer-questions':
    case 'qualify':
    case 'close-unreachable':
      return ['owner'];
    case 'touch':
      // It changes nothing for anybody, and a sequence can outlast the person's ownership.
      if (command.automatic) return ['owner', 'team-rep', 'team-closer', 'team-lead', 'integration'];
      if (command.direction !== 'inbound') return ['owner', 'previous-owner'];
      // Anyone in the team can take a call of a lead that its owner has accepted. The owner keeps it.
      if (state.accepted) return ['owner', 'team-rep', 'team-closer', 'team-lead', 'previous-owner'];
      // Until then, the person who takes the call becomes its owner. An SQL stays with closers.
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
    case 'close-erased':
      return ['integration'];
  }
}

function hasPermission(
  permission: Permission,
  { command, actor }: Pick<ReceivedCommand, 'command' | 'actor'>,
  state: HandoffState,
): boolean {
  switch (permission) {
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
      return actor.roles.includes(permission);
  }
}

export const isTeamLeadOf = (state: HandoffState, actor: CommandActor): boolean =>
  isInTeam(actor, state, 'team-lead') || actor.roles.includes('admin');

const isInTeam = ({ roles, teamId }: CommandActor, state: HandoffState, role: Role): boolean =>
  roles.includes(role) && teamId !== undefined && teamId === state.teamId;

/**
 * The previous owner that a touch belongs to: referenced evidence shows that they owned the lead when it was made. They
 * or the team lead can record it.
 */
export function previousOwnerOfTouch(
  state: HandoffState,
  { madeAt, evidence }: CommandOf<'touch'>,
  actor: CommandActor,
): string | undefined {
  if (madeAt === undefined || !isReferenced(evidence) || actor.id === state.ownerId) return undefined;
  const owners = ownersAt(state, madeAt).filter((personId) => personId !== state.ownerId);
  return owners.find((personId) => personId === actor.id) ?? (isTeamLeadOf(state, actor) ? owners[0] : undefined);
}

export function permissionRefusal(
  state: HandoffState,
  received: Pick<ReceivedCommand, 'command' | 'actor'>,
): Refusal | undefined {
  const allowed = allowedFor(received.command, state);
  if (allowed.some((permission) => hasPermission(permission, received, state))) return undefined;
  const who = allowed.map((permission) => permissionNames[permission]).join(', or ');
  const currentOwner = state.ownerId ? 'The handoff now belongs to somebody else.' : 'The handoff now has no owner.';
  const detail = `Only ${who} can do this.`;
  return { code: 'not-permitted', detail: allowed.includes('owner') ? `${detail} ${currentOwner}` : detail };
}

const permissionNames: Record<Permission, string> = {
  owner: 'the owner of the handoff',
  'previous-owner': 'the person who owned it when the touch was made (with madeAt and referenced evidence)',
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
