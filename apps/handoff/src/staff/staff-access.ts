import { problems } from '@baton/service';
import type { Role } from '@baton/domain';
import type { Caller } from '@baton/service';

/** Who reads about people and teams at all: whoever works with them. */
export const staffReaderRoles: Role[] = ['rep', 'closer', 'team-lead', 'marketer', 'arbiter', 'ops', 'admin'];
/** Who changes them: a team lead within the team, an admin everywhere. */
export const staffEditorRoles: Role[] = ['team-lead', 'admin'];

const allTeamsReaderRoles: Role[] = ['marketer', 'arbiter', 'ops', 'admin'];

export const canReadAllTeams = (caller: Caller): boolean =>
  caller.roles.some((role) => allTeamsReaderRoles.includes(role));
export const isAdmin = (caller: Caller): boolean => caller.roles.includes('admin');

/** @throws Problem 403 */
export function assertCanReadTeam(caller: Caller, teamId: string | null): void {
  if (canReadAllTeams(caller) || (teamId !== null && caller.teamId === teamId)) return;
  throw problems.forbidden('These people are of another team; you see your own.');
}

/** @throws Problem 403 */
export function assertLeadsTeam(caller: Caller, teamId: string | null): void {
  if (isAdmin(caller)) return;
  if (caller.roles.includes('team-lead') && teamId !== null && caller.teamId === teamId) return;
  throw problems.forbidden("Only the lead of this person's team, or an admin, can change this.");
}
