import type { Role } from '../roles.ts';
import type { CommandActor, HandoffCommand, ReceivedCommand } from './commands.ts';
import type { Refusal } from './refusal.ts';
import { needsCloser, ownersAt } from './state.ts';
import type { HandoffState } from './state.ts';
import { isProof } from './steps.ts';

/** What beside the owner's own right lets somebody give a command. */
type Right = 'owner' | 'earlier-owner' | 'team-lead' | 'team-rep' | 'team-closer' | Role;

/** Who may give a command, whatever the stage. */
function allowed(command: HandoffCommand, state: HandoffState): readonly Right[] {
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
      if (command.direction !== 'inbound' || state.accepted) return ['owner', 'earlier-owner'];
      return ['owner', needsCloser(state) ? 'team-closer' : 'team-rep', 'earlier-owner'];
    case 'note':
    case 'void-touch':
    case 'return':
      return ['owner', 'team-lead'];
    case 'correct-contact':
    case 'opt-out':
      return ['owner', 'team-lead', 'marketer', 'integration'];
    case 'lead-answered':
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
    case 'look-again':
      return ['team-lead', 'ops', 'admin', 'integration'];
  }
}

function has(right: Right, { command, actor }: ReceivedCommand, state: HandoffState): boolean {
  switch (right) {
    case 'owner':
      return actor.id === state.ownerId;
    case 'earlier-owner':
      return command.type === 'touch' && earlierOwner(state, command, actor) !== undefined;
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
export function earlierOwner(
  state: HandoffState,
  { happenedAt, evidence }: HandoffCommand & { type: 'touch' },
  actor: CommandActor,
): string | undefined {
  if (happenedAt === undefined || !isProof(evidence) || actor.id === state.ownerId) return undefined;
  const owners = ownersAt(state, happenedAt).filter((personId) => personId !== state.ownerId);
  return owners.find((personId) => personId === actor.id) ?? (isTeamLeadOf(state, actor) ? owners[0] : undefined);
}

const isInTeam = ({ roles, teamId }: CommandActor, state: HandoffState, role: Role): boolean =>
  roles.includes(role) && teamId !== undefined && teamId === state.teamId;

/** Why this person or machine may not give the command, or nothing. */
export function missesRight(state: HandoffState, received: ReceivedCommand): Refusal | undefined {
  const rights = allowed(received.command, state);
  if (rights.some((right) => has(right, received, state))) return undefined;
  const who = rights.map((right) => rightNames[right]).join(', or ');
  const now = rights.includes('owner') ? `; it belongs to ${state.ownerId ? 'somebody else' : 'nobody'} now` : '';
  return { code: 'not-yours', detail: `Only ${who} can do this${now}.` };
}

const rightNames: Record<Right, string> = {
  owner: 'the owner of the handoff',
  'earlier-owner': "who owned it when the touch was made (with happenedAt and a machine's evidence)",
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
