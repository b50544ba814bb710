import { quantile } from '../statistics/quantile.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { latest } from '../time/moment.ts';
import type { WorkingTime } from '../time/working-time.ts';

/** An hour in which a source brought leads: the first and the last of them, ISO 8601 in UTC. */
export interface LeadHour {
  firstAt: string;
  lastAt: string;
}

/** So far back a source's history counts: what it did before says nothing of what it does now. */
export const SOURCE_HISTORY_DAYS = 180;

/** On fewer days with leads nothing is usual yet: a form that is new, a trial, three leads a year. */
export const MINIMUM_DAYS_WITH_LEADS = 10;

/** Of ten days nine had no longer wait than the one looked at, so that one outage in the past does not hide the next. */
const USUAL_WAIT_QUANTILE = 0.9;

/**
 * Leads come by chance. Of a source that brings one a day, this is passed by chance about once in a thousand leads; of
 * one that brings more, hardly ever.
 */
const USUAL_WAIT_FACTOR = 3;

/** Shorter than a morning is no silence, however many leads come otherwise. */
const MINIMUM_SILENCE_MILLISECONDS = durationMilliseconds('PT4H');

/**
 * From when on a source counts as silent if no further lead comes; undefined as long as nothing is usual for it.
 *
 * Its own history is the measure: for each day with leads, the longest wait that ended on it, in working time. A day
 * counts once, however many leads it had: else those of one webinar, which come together, would make every silence after
 * it a long one.
 */
export function silentFrom(hours: readonly LeadHour[], time: Pick<WorkingTime, 'add' | 'between'>): string | undefined {
  const inOrder = [...hours].sort((a, b) => Date.parse(a.firstAt) - Date.parse(b.firstAt));
  const last = inOrder.map(({ lastAt }) => lastAt).reduce<string | undefined>(laterOf, undefined);
  if (last === undefined || daysWithLeads(inOrder) < MINIMUM_DAYS_WITH_LEADS) return undefined;
  const usual = quantile([...longestWaits(inOrder, time).values()], USUAL_WAIT_QUANTILE) ?? 0;
  return time.add('working', last, Math.max(MINIMUM_SILENCE_MILLISECONDS, USUAL_WAIT_FACTOR * usual));
}

const laterOf = (known: string | undefined, moment: string): string =>
  known === undefined ? moment : latest(known, moment);

const dayOf = ({ firstAt }: LeadHour): string => new Date(firstAt).toISOString().slice(0, 10);

const daysWithLeads = (hours: readonly LeadHour[]): number => new Set(hours.map(dayOf)).size;

/** By the day on which they ended. */
function longestWaits(inOrder: readonly LeadHour[], time: Pick<WorkingTime, 'between'>): Map<string, number> {
  const longest = new Map<string, number>();
  for (const [index, hour] of inOrder.entries()) {
    const before = inOrder[index - 1];
    if (!before) continue;
    const wait = time.between('working', before.lastAt, hour.firstAt);
    const day = dayOf(hour);
    longest.set(day, Math.max(wait, longest.get(day) ?? 0));
  }
  return longest;
}
