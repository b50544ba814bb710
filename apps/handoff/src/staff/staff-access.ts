import type { Role } from '@baton/domain';
import { problems } from '@baton/service';
import type { Caller } from '@baton/service';
import { readsAllTeams } from '../handoff-row/row-access.ts';

/** Roles that change people and teams: a team lead in their own team, an admin everywhere. */
export const staffEditorRoles: Role[] = ['team-lead', 'admin'];

export const isAdmin = (caller: Caller): boolean => caller.roles.includes('admin');

/** @throws Problem 403 */
export function assertCanReadTeam(caller: Caller, teamId: string | null): void {
  if (readsAllTeams(caller) || (teamId !== null && caller.teamId === teamId)) return;
  throw problems.forbidden('These people are in another team. You may see only your own team.');
}

/** @throws Problem 403 */
export function assertLeadsTeam(caller: Caller, teamId: string | null): void {
  if (isAdmin(caller)) return;
  if (caller.roles.includes('team-lead') && teamId !== null && caller.teamId === teamId) return;
  throw problems.forbidden("Only the lead of this person's team or an admin may change this.");
}
