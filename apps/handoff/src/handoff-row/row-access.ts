import { problems } from '@baton/service';
import type { Role } from '@baton/domain';
import type { Caller } from '@baton/service';

const allHandoffsReaderRoles: Role[] = ['marketer', 'arbiter', 'ops', 'admin'];

/** Which rows the caller may see: all, the team's, or their own. */
export function visibleRows(caller: Caller): { ownerId?: string; teamId?: string } {
  if (caller.roles.some((role) => allHandoffsReaderRoles.includes(role))) return {};
  if (caller.roles.includes('team-lead')) {
    if (!caller.teamId) throw problems.forbidden('Your token names no team; ask for one that does.');
    return { teamId: caller.teamId };
  }
  return { ownerId: caller.id };
}

/** Whether the rows of others are asked for, by an owner or a team that is not the caller's. */
export function asksForHiddenRows(
  caller: Caller,
  requested: { ownerId?: string | undefined; teamId?: string | undefined },
): boolean {
  const visible = visibleRows(caller);
  return (['ownerId', 'teamId'] as const).some(
    (name) => visible[name] !== undefined && requested[name] !== undefined && requested[name] !== visible[name],
  );
}

/** Whether a single row is among them. */
export function canRead(caller: Caller, row: { ownerId: string | null; teamId: string | null }): boolean {
  const visible = visibleRows(caller);
  return (
    (visible.ownerId === undefined || visible.ownerId === row.ownerId) &&
    (visible.teamId === undefined || visible.teamId === row.teamId)
  );
}
