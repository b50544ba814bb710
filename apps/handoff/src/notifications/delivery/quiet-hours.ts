import type { NotificationKind } from '@baton/wording';

const MINUTE_MILLISECONDS = 60_000;
const DAY_MINUTES = 24 * 60;

/** The time in which people are left alone, as minutes of the local day; it may go over midnight. */
export interface QuietHours {
  fromMinute: number;
  toMinute: number;
}

/** Reads `20:00-08:00`; `none` is no quiet time. */
export function parseQuietHours(setting: string): QuietHours | undefined {
  const [from, to] = setting.split('-').map((time) => {
    const [hours, minutes] = time.split(':').map(Number);
    return (hours ?? 0) * 60 + (minutes ?? 0);
  });
  return setting === 'none' || from === undefined || to === undefined || from === to
    ? undefined
    : { fromMinute: from, toMinute: to };
}

/** When the quiet time that holds in the zone at this moment ends. */
export function quietUntil(at: Date, zone: string, quiet: QuietHours): Date | undefined {
  const minute = localMinute(at, zone);
  const sinceBegin = (minute - quiet.fromMinute + DAY_MINUTES) % DAY_MINUTES;
  const length = (quiet.toMinute - quiet.fromMinute + DAY_MINUTES) % DAY_MINUTES;
  if (sinceBegin >= length) return undefined;
  const end = new Date(
    Math.floor(at.getTime() / MINUTE_MILLISECONDS) * MINUTE_MILLISECONDS + (length - sinceBegin) * MINUTE_MILLISECONDS,
  );
  // Where the clocks change in between, the end is an hour off by the wall.
  const off = ((localMinute(end, zone) - quiet.toMinute + DAY_MINUTES * 1.5) % DAY_MINUTES) - DAY_MINUTES / 2;
  return new Date(end.getTime() - off * MINUTE_MILLISECONDS);
}

/** The person, or the chat, that is left alone. */
export interface RecipientSchedule {
  zone: string;
  /** When the person works next, or works already. */
  worksFrom?: Date | undefined;
}

/**
 * Until when a message waits: for the end of the quiet time, or for the reader's own shift, whichever comes first; for
 * somebody at work there is no quiet time. What falls due before that is urgent and waits for nothing: a clock that
 * runs at night says that its owner is at work, or that the lead waits for an answer now.
 */
export function heldUntil(
  { kind, dueAt }: { kind: NotificationKind; dueAt?: string | undefined },
  at: Date,
  { zone, worksFrom }: RecipientSchedule,
  quiet: QuietHours | undefined,
): Date {
  const end = quiet && quietUntil(at, zone, quiet);
  if (!end) return at;
  const until = worksFrom && worksFrom < end ? worksFrom : end;
  return isUrgent(kind, dueAt, until) ? at : until;
}

function isUrgent(kind: NotificationKind, dueAt: string | undefined, until: Date): boolean {
  switch (kind) {
    case 'new-lead':
    case 'lead-replied':
    case 'new-signal':
    case 'reminder':
      return dueAt !== undefined && new Date(dueAt) < until;
    case 'promise-broken':
    case 'nobody-eligible':
    case 'returned':
    case 'return-held':
    case 'return-contested':
      return false;
  }
}

/** UTC for what is no zone: one wrong row must not hold up what others are told. */
export function zoneOrUtc(zone: string): string {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: zone });
    return zone;
  } catch {
    return 'UTC';
  }
}

function localMinute(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const of = (type: 'hour' | 'minute'): number => Number(parts.find((part) => part.type === type)?.value);
  return of('hour') * 60 + of('minute');
}
