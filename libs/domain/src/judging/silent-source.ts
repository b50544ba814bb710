import type { SilentSourceTerms } from '../agreement/agreement.ts';
import { quantile } from '../statistics/quantile.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { latest } from '../time/moment.ts';
import type { WorkingTime } from '../time/working-time.ts';

/** An hour in which a source brought leads: when the first and the last one arrived, ISO 8601 in UTC. */
export interface LeadHour {
  firstAt: string;
  lastAt: string;
}

/**
 * When a source starts to count as silent if no further lead arrives; undefined while it has no usual pace.
 *
 * It is measured by its own history: for each day with leads, the longest wait in working time that ended on that day.
 * A day counts once, however many leads it had. Otherwise the many leads of one webinar would make every later wait look
 * long.
 */
export function silentFrom(
  hours: readonly LeadHour[],
  time: Pick<WorkingTime, 'add' | 'between'>,
  { minimumDays, usualShare, usualWaits, atLeast }: SilentSourceTerms,
): string | undefined {
  const inOrder = [...hours].sort((a, b) => Date.parse(a.firstAt) - Date.parse(b.firstAt));
  const last = latest(...inOrder.map(({ lastAt }) => lastAt));
  if (last === undefined || !hasUsualPace(inOrder, { minimumDays })) return undefined;
  const usual = quantile([...longestWaits(inOrder, time).values()], usualShare) ?? 0;
  return time.add('working', last, Math.max(durationMilliseconds(atLeast), usualWaits * usual));
}

const dayOf = ({ firstAt }: LeadHour): string => new Date(firstAt).toISOString().slice(0, 10);

/** Whether there were leads on enough days to know the usual pace of their source. */
export const hasUsualPace = (
  hours: readonly LeadHour[],
  { minimumDays }: Pick<SilentSourceTerms, 'minimumDays'>,
): boolean => daysWithLeads(hours) >= minimumDays;

const daysWithLeads = (hours: readonly LeadHour[]): number => new Set(hours.map(dayOf)).size;

/** The longest wait that ended on each day. */
function longestWaits(inOrder: readonly LeadHour[], time: Pick<WorkingTime, 'between'>): Map<string, number> {
  const longest = new Map<string, number>();
  for (const [index, hour] of inOrder.entries()) {
    const previous = inOrder[index - 1];
    if (!previous) continue;
    const wait = time.between('working', previous.lastAt, hour.firstAt);
    const day = dayOf(hour);
    longest.set(day, Math.max(wait, longest.get(day) ?? 0));
  }
  return longest;
}
