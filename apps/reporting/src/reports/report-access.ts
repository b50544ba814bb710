import { problems } from '@baton/service';
import type { Role } from '@baton/domain';
import type { Caller } from '@baton/service';
import type { ReportQuery } from './report-query.ts';

/** Who may ask for reports at all. */
export const reportReaderRoles: Role[] = ['marketer', 'rep', 'closer', 'team-lead', 'arbiter', 'ops', 'admin'];
const allTeamsReaderRoles: Role[] = ['marketer', 'arbiter', 'ops', 'admin'];

/** What of the records a caller may see. */
export type Visibility = { all: true } | { team: string } | { rep: string };

/** The widest of the caller's roles counts. */
export function visibilityOf({ id, roles, teamId }: Caller): Visibility {
  if (roles.some((role) => allTeamsReaderRoles.includes(role))) return { all: true };
  if (!roles.includes('team-lead')) return { rep: id };
  if (teamId !== undefined) return { team: teamId };
  throw problems.forbidden(
    'Your token names no team, so there is none whose figures you could see. Ask for a token with a team.',
  );
}

/** A team lead is answered for the team, a rep and a closer for themselves; asking for others is refused and not quietly changed. */
export function restrictToVisible(query: ReportQuery, caller: Caller): ReportQuery {
  const visibility = visibilityOf(caller);
  if ('all' in visibility) return query;
  for (const [name, own] of Object.entries(visibility)) {
    const requested = query.filters[name as 'team' | 'rep'];
    if (requested !== undefined && requested !== own) {
      throw problems.forbidden(`You see the figures of ${name} ${own} only; leave the parameter ${name} away.`);
    }
  }
  return { ...query, filters: { ...query.filters, ...visibility } };
}
