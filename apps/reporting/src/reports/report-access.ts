import { rolesThatReadAll } from '@baton/domain';
import type { Role } from '@baton/domain';
import { problems } from '@baton/service';
import type { Caller } from '@baton/service';
import type { ReportQuery } from './report-query.ts';

const readAllRoles: readonly Role[] = rolesThatReadAll;

/** The handoffs that a caller may see. */
export type Visibility = { all: true } | { team: string } | { rep: string };

/** With several roles, the one that sees most counts. */
export function visibilityOf({ id, roles, teamId }: Caller): Visibility {
  if (roles.some((role) => readAllRoles.includes(role))) return { all: true };
  if (!roles.includes('team-lead')) return { rep: id };
  if (teamId !== undefined) return { team: teamId };
  throw problems.forbidden('Your token does not name a team. Request one that does.');
}

/**
 * Limits a report to the team of a team lead, or to the handoffs of a rep or closer. A filter for anyone else is refused
 * rather than silently replaced.
 */
export function restrictToVisible(query: ReportQuery, caller: Caller): ReportQuery {
  const visibility = visibilityOf(caller);
  if ('all' in visibility) return query;
  for (const [name, own] of Object.entries(visibility)) {
    const requested = query.filters[name as 'team' | 'rep'];
    if (requested !== undefined && requested !== own) {
      throw problems.forbidden(`You may only see the figures of ${name} ${own}. Omit the parameter ${name}.`);
    }
  }
  return { ...query, filters: { ...query.filters, ...visibility } };
}
