import fc from 'fast-check';
import { offsetPeriods } from '../time/civil-time.ts';
import { localDate } from '../time/local-date.ts';
import { DAY, MINUTE } from '../time/units.ts';
import { weekdays } from '../time/working-calendar.ts';
import type { SpecialDay, WorkingCalendar, WorkingInterval } from '../time/working-calendar.ts';

const FIRST = Date.UTC(2005, 0, 1);
const LAST = Date.UTC(2035, 11, 31);

/** A calendar, and a period in which its special days and absences are. */
export interface Period {
  calendar: WorkingCalendar;
  from: number;
  to: number;
}

const time = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Includes many times around clock changes. */
const minuteOfDay = fc.oneof(
  fc.nat(1440),
  fc.nat(240),
  fc.constantFrom(0, 60, 90, 120, 150, 180, 540, 780, 840, 1080, 1380, 1440),
);

/** Up to three shifts, which can be adjacent. */
const shifts: fc.Arbitrary<WorkingInterval[]> = fc.array(minuteOfDay, { maxLength: 6 }).map((minutes) => {
  const ends = minutes.sort((one, other) => one - other);
  return ends.flatMap((to, index) => {
    const from = ends[index - 1];
    return index % 2 === 1 && from !== undefined && from < to ? [{ from: time(from), to: time(to) }] : [];
  });
});

export const anyHours = fc.oneof(
  fc.record(Object.fromEntries(weekdays.map((weekday) => [weekday, shifts])), { requiredKeys: [] }),
  fc.constant(Object.fromEntries(weekdays.slice(0, 5).map((day) => [day, [{ from: '09:00', to: '18:00' }]]))),
);

const specialDay = fc.oneof(
  fc.constant({ kind: 'off' as const }),
  fc.record({ kind: fc.constant('working' as const), like: fc.constantFrom(...weekdays) }),
  fc.record({
    kind: fc.constant('working' as const),
    like: fc.constantFrom(...weekdays),
    shortenedByMinutes: fc.integer({ min: 1, max: 200 }),
  }),
  fc.record({ kind: fc.constant('shortened' as const), shortenedByMinutes: fc.integer({ min: 1, max: 700 }) }),
);

/** Half of them at a quarter of an hour, where shifts often start and end. */
function start(zone: string): fc.Arbitrary<number> {
  const quarter = 15 * MINUTE;
  return fc.tuple(fc.boolean(), moment(zone)).map(([exact, at]) => (exact ? Math.floor(at / quarter) * quarter : at));
}

/** Half of them within the five days before a clock change of the zone. */
function moment(zone: string): fc.Arbitrary<number> {
  const changes = offsetPeriods(zone, FIRST, LAST).slice(1);
  const any = fc.integer({ min: FIRST, max: LAST });
  if (changes.length === 0) return any;
  const before = fc
    .tuple(fc.constantFrom(...changes), fc.nat(5 * DAY))
    .map(([change, milliseconds]) => change.from - milliseconds);
  return fc.oneof(any, before);
}

export function anyPeriod(zone: string): fc.Arbitrary<Period> {
  return fc
    .record({
      from: start(zone),
      length: fc.integer({ min: 1, max: 12 * DAY }),
      hours: anyHours,
      days: fc.uniqueArray(fc.tuple(fc.integer({ min: -2, max: 14 }), specialDay), {
        maxLength: 4,
        selector: ([day]) => day,
      }),
      absences: fc.array(fc.tuple(fc.integer({ min: -3 * 1440, max: 12 * 1440 }), fc.integer({ min: 1, max: 5000 })), {
        maxLength: 3,
      }),
    })
    .map(({ from, length, hours, days, absences }) => {
      const minute = Math.floor(from / MINUTE);
      const instant = (minutes: number): string => new Date((minute + minutes) * MINUTE).toISOString();
      const specialDays = days.map(([day, special]): SpecialDay => ({
        date: localDate(zone, instant(day * 1440)),
        ...special,
      }));
      const calendar: WorkingCalendar = {
        zone,
        hours,
        // Skipped and 25-hour days can produce the same date twice.
        specialDays: specialDays.filter(
          ({ date }, index) => specialDays.findIndex((other) => other.date === date) === index,
        ),
        absences: absences.map(([first, length]) => ({ from: instant(first), to: instant(first + length) })),
      };
      return { calendar, from, to: from + length };
    });
}
