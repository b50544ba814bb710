import { problems } from '@baton/service';
import type { Caller, Role } from '@baton/service';

const seeAll: Role[] = ['marketer', 'arbiter', 'ops', 'admin'];

/** Which rows the caller may see: all, the team's, or their own. */
export function ownRows(caller: Caller): { ownerId?: string; teamId?: string } {
  if (caller.roles.some((role) => seeAll.includes(role))) return {};
  if (caller.roles.includes('team-lead')) {
    if (!caller.teamId) throw problems.forbidden('Your token names no team; ask for one that does.');
    return { teamId: caller.teamId };
  }
  return { ownerId: caller.id };
}

/** Whether the rows of others are asked for, by an owner or a team that is not the caller's. */
export function asksForOthers(
  caller: Caller,
  asked: { ownerId?: string | undefined; teamId?: string | undefined },
): boolean {
  const own = ownRows(caller);
  return (['ownerId', 'teamId'] as const).some(
    (name) => own[name] !== undefined && asked[name] !== undefined && asked[name] !== own[name],
  );
}

/** Whether a single row is among them. */
export function maySee(caller: Caller, row: { ownerId: string | null; teamId: string | null }): boolean {
  const own = ownRows(caller);
  return (
    (own.ownerId === undefined || own.ownerId === row.ownerId) &&
    (own.teamId === undefined || own.teamId === row.teamId)
  );
}
