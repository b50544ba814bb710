import { DAY, MINUTE } from './units.ts';
/**
 * JavaScript's date-time API, renamed because `Temporal` means the workflow engine in this project. Looked up at each
 * call, so that a workflow bundle or a browser without it can still load this library.
 */
const temporalApi = (): typeof Temporal => globalThis.Temporal;

/** A period in which a zone keeps one offset: local = UTC + offset, all in milliseconds. */
export interface OffsetPeriod {
  from: number;
  to: number;
  offset: number;
}

/** Splits the time between two instants at the zone's clock changes. */
export function offsetPeriods(zone: string, from: number, to: number): OffsetPeriod[] {
  const periods: OffsetPeriod[] = [];
  let local = temporalApi().Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  for (let start = from; start < to;) {
    const next = local.getTimeZoneTransition('next');
    const end = next ? Math.min(next.epochMilliseconds, to) : to;
    periods.push({ from: start, to: end, offset: local.offsetNanoseconds / 1e6 });
    local = next ?? local;
    start = end;
  }
  return periods;
}

export function isTimeZone(name: string): boolean {
  try {
    // The API also accepts a whole date-time with a zone in it. That is not a zone name.
    const { timeZoneId } = temporalApi().Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return timeZoneId.toLowerCase() === name.toLowerCase();
  } catch {
    return false;
  }
}

/** The days from 1970-01-01 to a date `YYYY-MM-DD`; undefined if the date does not exist. */
export function dayNumber(date: string): number | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
  const exists = !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
  return exists ? at / DAY : undefined;
}

/** The milliseconds from local midnight to a time `HH:MM`, `00:00` to `24:00`; undefined if it is not one. */
export function timeOfDay(time: string): number | undefined {
  const match = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(time);
  return match ? (Number(match[1] ?? 24) * 60 + Number(match[2] ?? 0)) * MINUTE : undefined;
}
