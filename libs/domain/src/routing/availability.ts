import type { RoutingTerms } from '../agreement/routing-terms.ts';
import { scheduledMillisecondsPerWeek } from '../time/local-hours.ts';
import type { Absence, WeeklyHours, WorkingCalendar } from '../time/working-calendar.ts';
import type { WorkingTime } from '../time/working-time.ts';
import type { WorkingTimeCache } from '../time/working-time-cache.ts';
import type { PoolMember, MemberSnapshot } from './member.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The week that weighs 1, as everybody does where the agreement weighs all the same. */
const FULL_WEEK_HOURS = 40;

/** The hours of one person: their own zone and hours where they have them, else the agreement's; its holidays are everybody's. */
export function personCalendar(
  agreementCalendar: WorkingCalendar,
  own: { zone?: string; hours?: WeeklyHours; absences?: Absence[] },
): WorkingCalendar {
  return {
    zone: own.zone ?? agreementCalendar.zone,
    hours: own.hours ?? agreementCalendar.hours,
    specialDays: agreementCalendar.specialDays,
    absences: own.absences ?? [],
  };
}

/** The end of one working day from now, by the agreement's calendar: whoever begins before it is not away. */
export function oneWorkingDayFrom(now: string, agreementTime: WorkingTime): string {
  return agreementTime.nextWorkingMoment(now) === undefined
    ? new Date(Date.parse(now) + DAY).toISOString()
    : agreementTime.add('workday', now, DAY);
}

/** What a choice made now rests on, of one person. */
export function memberSnapshot(
  member: PoolMember,
  now: string,
  weighting: RoutingTerms['weight'],
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

/** By the hours of an ordinary week; a holiday or an absence changes nobody's share of the other days. */
function weightOf(calendar: WorkingCalendar, weighting: RoutingTerms['weight']): number {
  switch (weighting) {
    case 'equal':
      return 1;
    case 'scheduled-hours':
      return Math.max(1, scheduledMillisecondsPerWeek(calendar) / HOUR) / FULL_WEEK_HOURS;
  }
}

export const isAtWork = ({ worksFrom }: MemberSnapshot, now: string): boolean =>
  worksFrom !== undefined && Date.parse(worksFrom) <= Date.parse(now);

/** Not at work within one working day. */
export const isAway = ({ worksFrom }: MemberSnapshot, startsBefore: string): boolean =>
  worksFrom === undefined || Date.parse(worksFrom) >= Date.parse(startsBefore);
