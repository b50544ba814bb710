import type { RoutingTerms } from '../agreement/routing-terms.ts';
import { scheduledMillisecondsPerWeek } from '../time/local-hours.ts';
import type { Absence, WeeklyHours, WorkingCalendar } from '../time/working-calendar.ts';
import type { WorkingTime } from '../time/working-time.ts';
import type { WorkingTimes } from '../time/working-times.ts';
import type { PoolMember, SeenMember } from './member.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The week that weighs 1, as everybody does where the agreement weighs all the same. */
const FULL_WEEK_HOURS = 40;

/** The hours of one person: their own zone and hours where they have them, else the agreement's; its holidays are everybody's. */
export function personsCalendar(
  agreements: WorkingCalendar,
  own: { zone?: string; hours?: WeeklyHours; absences?: Absence[] },
): WorkingCalendar {
  return {
    zone: own.zone ?? agreements.zone,
    hours: own.hours ?? agreements.hours,
    days: agreements.days,
    absences: own.absences ?? [],
  };
}

/** The end of one working day from now, by the agreement's calendar: whoever begins before it is not away. */
export function oneWorkingDayFrom(now: string, agreements: WorkingTime): string {
  return agreements.nextWorkingMoment(now) === undefined
    ? new Date(Date.parse(now) + DAY).toISOString()
    : agreements.add('workday', now, DAY);
}

/** What a choice made now rests on, of one person. */
export function see(member: PoolMember, now: string, weighed: RoutingTerms['weight'], times: WorkingTimes): SeenMember {
  const { calendar, ...plain } = member;
  const worksFrom = times.of(calendar).nextWorkingMoment(now);
  return {
    ...plain,
    weight: weightOf(calendar, weighed),
    ...(worksFrom !== undefined && { worksFrom }),
    absent: calendar.absences.some(
      ({ from, to }) =>
        Date.parse(to) > Date.parse(now) && (worksFrom === undefined || Date.parse(from) < Date.parse(worksFrom)),
    ),
  };
}

/** By the hours of an ordinary week; a holiday or an absence changes nobody's share of the other days. */
function weightOf(calendar: WorkingCalendar, weighed: RoutingTerms['weight']): number {
  switch (weighed) {
    case 'equal':
      return 1;
    case 'scheduled-hours':
      return Math.max(1, scheduledMillisecondsPerWeek(calendar) / HOUR) / FULL_WEEK_HOURS;
  }
}

export const isAtWork = ({ worksFrom }: SeenMember, now: string): boolean =>
  worksFrom !== undefined && Date.parse(worksFrom) <= Date.parse(now);

/** Not at work within one working day. */
export const isAway = ({ worksFrom }: SeenMember, beginsBefore: string): boolean =>
  worksFrom === undefined || Date.parse(worksFrom) >= Date.parse(beginsBefore);
