import { quantile } from '../statistics/quantile.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { latest } from '../time/moment.ts';
import type { WorkingTime } from '../time/working-time.ts';

/** An hour in which a source brought leads: when the first and the last one arrived, ISO 8601 in UTC. */
export interface LeadHour {
  firstAt: string;
  lastAt: string;
}

/** Older history says nothing about how the source behaves now. */
export const SOURCE_HISTORY_DAYS = 180;

/** With fewer days there is no usual pace yet: a new form, a trial, three leads a year. */
export const MINIMUM_DAYS_WITH_LEADS = 10;

/** Ignores the longest tenth of the waits, so that one outage in the past does not hide the next one. */
const USUAL_WAIT_QUANTILE = 0.9;

/**
 * Leads arrive at random. A source that brings one lead a day exceeds this by chance about once in a thousand leads, and
 * a busier source hardly ever.
 */
const USUAL_WAIT_FACTOR = 3;

/** A shorter silence never counts, however busy the source is. */
const MINIMUM_SILENCE_MILLISECONDS = durationMilliseconds('PT4H');

/**
 * When a source starts to count as silent if no further lead arrives; undefined while it has no usual pace.
 *
 * It is measured by its own history: for each day with leads, the longest wait in working time that ended on that day.
 * A day counts once, however many leads it had. Otherwise the many leads of one webinar would make every later wait look
 * long.
 */
export function silentFrom(hours: readonly LeadHour[], time: Pick<WorkingTime, 'add' | 'between'>): string | undefined {
  const inOrder = [...hours].sort((a, b) => Date.parse(a.firstAt) - Date.parse(b.firstAt));
  const last = latest(...inOrder.map(({ lastAt }) => lastAt));
  if (last === undefined || daysWithLeads(inOrder) < MINIMUM_DAYS_WITH_LEADS) return undefined;
  const usual = quantile([...longestWaits(inOrder, time).values()], USUAL_WAIT_QUANTILE) ?? 0;
  return time.add('working', last, Math.max(MINIMUM_SILENCE_MILLISECONDS, USUAL_WAIT_FACTOR * usual));
}

const dayOf = ({ firstAt }: LeadHour): string => new Date(firstAt).toISOString().slice(0, 10);

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
