import type { RoutingTerms, Weighting } from '../agreement/routing-terms.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { scheduledMillisecondsPerWeek } from '../time/local-hours.ts';
import { HOUR } from '../time/units.ts';
import type { Absence, WeeklyHours, WorkingCalendar } from '../time/working-calendar.ts';
import type { WorkingTimeCache } from '../time/working-time-cache.ts';
import type { WorkingTime } from '../time/working-time.ts';
import type { MemberSnapshot, PoolMember } from './member.ts';

/** The week that has weight 1. */
const FULL_WEEK_HOURS = 40;

/** A person's calendar: their own zone and hours, or else the agreement's. The agreement's special days apply to everyone. */
export function personCalendar(
  agreementCalendar: WorkingCalendar,
  person: { zone?: string; hours?: WeeklyHours; absences?: Absence[] },
): WorkingCalendar {
  return {
    zone: person.zone ?? agreementCalendar.zone,
    hours: person.hours ?? agreementCalendar.hours,
    specialDays: agreementCalendar.specialDays,
    absences: person.absences ?? [],
  };
}

/** By when a person must start to work by the agreement's calendar. A person who starts before then does not count as away. */
export function atWorkBefore(now: string, agreementTime: WorkingTime, { atWorkWithin }: RoutingTerms): string {
  const within = durationMilliseconds(atWorkWithin);
  return agreementTime.nextWorkingMoment(now) === undefined
    ? new Date(Date.parse(now) + within).toISOString()
    : agreementTime.add('workday', now, within);
}

export function memberSnapshot(
  member: PoolMember,
  now: string,
  weighting: Weighting,
  times: WorkingTimeCache,
): MemberSnapshot {
  const { calendar, ...withoutCalendar } = member;
  const worksFrom = times.of(calendar).nextWorkingMoment(now);
  return {
    ...withoutCalendar,
    weight: weightOf(calendar, weighting),
    ...(worksFrom !== undefined && { worksFrom }),
    absent: calendar.absences.some(
      ({ from, to }) =>
        Date.parse(to) > Date.parse(now) && (worksFrom === undefined || Date.parse(from) < Date.parse(worksFrom)),
    ),
  };
}

/** From the hours of an ordinary week. A holiday or an absence does not change a person's share of the other days. */
function weightOf(calendar: WorkingCalendar, weighting: Weighting): number {
  switch (weighting) {
    case 'equal':
      return 1;
    case 'scheduled-hours':
      return Math.max(1, scheduledMillisecondsPerWeek(calendar) / HOUR) / FULL_WEEK_HOURS;
  }
}

export const isAtWork = ({ worksFrom }: MemberSnapshot, now: string): boolean =>
  worksFrom !== undefined && Date.parse(worksFrom) <= Date.parse(now);

/** Whether the member does not start to work before a moment. */
export const isAway = ({ worksFrom }: MemberSnapshot, startsBefore: string): boolean =>
  worksFrom === undefined || Date.parse(worksFrom) >= Date.parse(startsBefore);
