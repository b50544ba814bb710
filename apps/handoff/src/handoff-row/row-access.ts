import { rolesThatReadAll } from '@baton/domain';
import { problems } from '@baton/service';
import type { Caller } from '@baton/service';

/** Whether the caller may read the rows of every team. */
export const readsAllTeams = (caller: Caller): boolean =>
  caller.roles.some((role) => rolesThatReadAll.some((readsAll) => readsAll === role));

/** The filter of the rows that the caller may see: none, their team's, or their own. */
export function visibleRows(caller: Caller): { ownerId?: string; teamId?: string } {
  if (readsAllTeams(caller)) return {};
  if (caller.roles.includes('team-lead')) {
    if (!caller.teamId) throw problems.forbidden('Your token does not name a team. Request one that does.');
    return { teamId: caller.teamId };
  }
  return { ownerId: caller.id };
}

/** Whether the filter asks for an owner or a team that the caller may not see. */
export function asksForHiddenRows(
  caller: Caller,
  requested: { ownerId?: string | undefined; teamId?: string | undefined },
): boolean {
  const visible = visibleRows(caller);
  return (['ownerId', 'teamId'] as const).some(
    (name) => visible[name] !== undefined && requested[name] !== undefined && requested[name] !== visible[name],
  );
}

/** Whether the caller may see this row. */
export function canRead(caller: Caller, row: { ownerId: string | null; teamId: string | null }): boolean {
  const visible = visibleRows(caller);
  return (
    (visible.ownerId === undefined || visible.ownerId === row.ownerId) &&
    (visible.teamId === undefined || visible.teamId === row.teamId)
  );
}
