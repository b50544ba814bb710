import { offsetPeriods } from './civil-time.ts';
import { DAY, MINUTE } from './units.ts';

/** A handoff that lasts longer is shown with its last known offset. */
const DAYS_AHEAD = 370;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/**
 * The UTC offsets of a zone, written down in advance. A workflow shows local times by them and not by the time zone data
 * of its Node.js build, which may differ in a replay.
 */
export interface LocalClock {
  /** IANA name. */
  zone: string;
  /** Ascending; each holds until the next one starts. */
  offsets: { from: string; minutes: number }[];
}

export const utcClock: LocalClock = { zone: 'UTC', offsets: [] };

/** @param now ISO 8601; offsets are known from here on. */
export function localClock(zone: string, now: string): LocalClock {
  const from = Date.parse(now);
  return {
    zone,
    offsets: offsetPeriods(zone, from, from + DAYS_AHEAD * DAY).map((period) => ({
      from: new Date(period.from).toISOString(),
      minutes: period.offset / MINUTE,
    })),
  };
}

/** Formats a moment as in "27 Nov 10:15 Moscow (07:15 UTC)". The day is omitted if it is the day of `now`. */
export function formatLocalTime(moment: string, clock: LocalClock, now?: string): string {
  const utc = new Date(moment);
  if (clock.zone === 'UTC' || clock.offsets.length === 0)
    return `${dayPrefix(utc, now && new Date(now))}${timeOf(utc)} UTC`;
  const local = toLocal(moment, clock);
  const utcDay = dayOf(utc) === dayOf(local) ? '' : `${dayOf(utc)} `;
  return `${dayPrefix(local, now && toLocal(now, clock))}${timeOf(local)} ${cityOf(clock)} (${utcDay}${timeOf(utc)} UTC)`;
}

/** A date whose UTC fields are the local ones. */
function toLocal(moment: string, { offsets }: LocalClock): Date {
  const at = Date.parse(moment);
  const current = offsets.findLast(({ from }) => Date.parse(from) <= at) ?? offsets[0];
  return new Date(at + (current?.minutes ?? 0) * MINUTE);
}

const dayPrefix = (date: Date, now: Date | '' | undefined): string =>
  now && dayOf(date) === dayOf(now) ? '' : `${dayOf(date)} `;
const dayOf = (date: Date): string => `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
const timeOf = (date: Date): string => date.toISOString().slice(11, 16);
const cityOf = ({ zone }: LocalClock): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
