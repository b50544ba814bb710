import { readableRecords } from '@baton/domain';
import { problems } from '@baton/service';
import type { Caller } from '@baton/service';
import type { ReportQuery } from './report-query.ts';

/**
 * The figures that a caller may see. A handoff counts for one rep and one team at a time, so the figures of a team lead
 * are those of the team, and never more than the records that they may read. A key with the scope read-reports sees all.
 */
function visibilityOf(caller: Caller): { team: string } | { rep: string } | undefined {
  if (caller.kind === 'integration') return undefined;
  const readable = readableRecords(caller);
  if (readable === 'all') return undefined;
  return readable.teamId === undefined ? { rep: readable.ownerId } : { team: readable.teamId };
}

/**
 * Limits a report to the team of a team lead, or to the handoffs of a rep or closer. A filter for anyone else is refused
 * rather than silently replaced.
 */
export function restrictToVisible(query: ReportQuery, caller: Caller): ReportQuery {
  const visibility = visibilityOf(caller);
  if (!visibility) return query;
  for (const [name, own] of Object.entries(visibility)) {
    const requested = query.filters[name as 'team' | 'rep'];
    if (requested !== undefined && requested !== own) {
      throw problems.forbidden(`You may only see the figures of ${name} ${own}. Omit the parameter ${name}.`);
    }
  }
  return { ...query, filters: { ...query.filters, ...visibility } };
}
