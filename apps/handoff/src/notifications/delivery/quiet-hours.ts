import { MINUTE } from '@baton/domain';
import type { NotificationKind } from '@baton/wording';

const DAY_MINUTES = 24 * 60;

/** Minutes of the local day between which only urgent messages are sent; may span midnight. */
export interface QuietHours {
  fromMinute: number;
  toMinute: number;
}

/** Parses `20:00-08:00`; `none` switches quiet hours off. */
export function parseQuietHours(setting: string): QuietHours | undefined {
  const [from, to] = setting.split('-').map((time) => {
    const [hours, minutes] = time.split(':').map(Number);
    return (hours ?? 0) * 60 + (minutes ?? 0);
  });
  return setting === 'none' || from === undefined || to === undefined || from === to
    ? undefined
    : { fromMinute: from, toMinute: to };
}

/** When the quiet hours that apply in the zone at this moment end; undefined outside them. */
export function quietUntil(at: Date, zone: string, quiet: QuietHours): Date | undefined {
  const minute = localMinute(at, zone);
  const sinceStart = (minute - quiet.fromMinute + DAY_MINUTES) % DAY_MINUTES;
  const length = (quiet.toMinute - quiet.fromMinute + DAY_MINUTES) % DAY_MINUTES;
  if (sinceStart >= length) return undefined;
  const end = new Date(Math.floor(at.getTime() / MINUTE) * MINUTE + (length - sinceStart) * MINUTE);
  // If the clocks change in between, correct the end by that hour.
  const off = ((localMinute(end, zone) - quiet.toMinute + DAY_MINUTES * 1.5) % DAY_MINUTES) - DAY_MINUTES / 2;
  return new Date(end.getTime() - off * MINUTE);
}

/** The zone and hours of a person or chat. */
export interface RecipientSchedule {
  zone: string;
  /** When the person is next at work; in the past if they are at work now. */
  worksFrom?: Date | undefined;
}

/**
 * Until when a message is held: until the quiet hours end or the recipient's shift begins, whichever comes first. A
 * message about something due earlier is urgent and is not held: a promise that runs at night means that its owner is
 * at work or that the lead expects a reply now. A promise whose hours pass at night as well does not disturb anyone:
 * its reminder waits for the recipient's shift if it is due after that, at whatever hour it comes up.
 */
export function heldUntil(
  { kind, dueAt }: { kind: NotificationKind; dueAt?: string | undefined },
  at: Date,
  { zone, worksFrom }: RecipientSchedule,
  quiet: QuietHours | undefined,
): Date {
  if (!quiet) return at;
  const isOffDuty = worksFrom !== undefined && worksFrom > at;
  const isReminder = kind === 'reminder';
  if (isReminder && isOffDuty && dueAt !== undefined && new Date(dueAt) > worksFrom) return worksFrom;
  const end = quietUntil(at, zone, quiet);
  if (!end) return at;
  const until = worksFrom && worksFrom < end ? worksFrom : end;
  return isUrgent(kind, dueAt, until) && !(isReminder && isOffDuty) ? at : until;
}

function isUrgent(kind: NotificationKind, dueAt: string | undefined, until: Date): boolean {
  switch (kind) {
    case 'new-lead':
    case 'lead-came-back':
    case 'lead-replied':
    case 'new-signal':
    case 'reminder':
      return dueAt !== undefined && new Date(dueAt) < until;
    case 'indirect-signal':
    case 'call-taken':
    case 'absence-entered':
    case 'promise-broken':
    case 'nobody-eligible':
    case 'lead-rerouted':
    case 'returned':
    case 'return-held':
    case 'return-contested':
    case 'return-accepted':
    case 'return-decided':
    case 'outcome-recorded':
    case 'ticket-opened':
    case 'ticket-escalated':
    case 'pack-ready':
      return false;
  }
}

/** Falls back to UTC for an invalid zone: one bad row must not block other people's notifications. */
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
