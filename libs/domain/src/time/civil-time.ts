import { DAY, MINUTE } from './units.ts';
/**
 * The date-time API of JavaScript under a name of its own, since `Temporal` means the workflow engine in this project.
 * Looked up at each call, so that a workflow bundle or a browser without it can load the library.
 */
const temporalApi = (): typeof Temporal => globalThis.Temporal;

/** A stretch of time in which a zone keeps one offset: local = UTC + offset, all in milliseconds. */
export interface OffsetPeriod {
  from: number;
  to: number;
  offset: number;
}

/** Cuts the time between two instants where the zone's clocks change. */
export function offsetPeriods(zone: string, from: number, to: number): OffsetPeriod[] {
  const pieces: OffsetPeriod[] = [];
  let local = temporalApi().Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  for (let start = from; start < to;) {
    const next = local.getTimeZoneTransition('next');
    const end = next ? Math.min(next.epochMilliseconds, to) : to;
    pieces.push({ from: start, to: end, offset: local.offsetNanoseconds / 1e6 });
    local = next ?? local;
    start = end;
  }
  return pieces;
}

export function isTimeZone(name: string): boolean {
  try {
    // A whole date with a zone in it would be read as well: it is no name.
    const { timeZoneId } = temporalApi().Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return timeZoneId.toLowerCase() === name.toLowerCase();
  } catch {
    return false;
  }
}

/** Days since 1970-01-01 of a date `YYYY-MM-DD`; undefined for a day that does not exist. */
export function dayNumber(date: string): number | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
  const exists = !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
  return exists ? at / DAY : undefined;
}

/** Milliseconds since local midnight of a time `HH:MM` from `00:00` to `24:00`. */
export function timeOfDay(time: string): number | undefined {
  const match = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(time);
  return match ? (Number(match[1] ?? 24) * 60 + Number(match[2] ?? 0)) * MINUTE : undefined;
}
