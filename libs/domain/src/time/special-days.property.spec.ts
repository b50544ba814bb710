import fc from 'fast-check';
import { personCalendar } from '../routing/availability.ts';
import { anyHours } from '../spec/arbitrary-calendar.ts';
import { ReferenceWorkingTime } from '../spec/reference-working-time.ts';
import { HOUR, MINUTE } from './units.ts';
import { weekdays } from './working-calendar.ts';
import type { SpecialDay, WeeklyHours, WorkingCalendar } from './working-calendar.ts';
import { WorkingTime } from './working-time.ts';

/** 2026-03-02 is a Monday. */
const DATE_OF_MONDAY = 2;
const nine = [{ from: '09:00', to: '18:00' }];
const short = [{ from: '10:00', to: '14:00' }];
const week = (...days: (typeof weekdays)[number][]): WeeklyHours =>
  Object.fromEntries(days.map((day) => [day, nine] as const));
const officeWeek = week('monday', 'tuesday', 'wednesday', 'thursday', 'friday');
const saturday = (special: Partial<Extract<SpecialDay, { kind: 'working' }>> = {}): SpecialDay => ({
  date: '2026-03-07',
  kind: 'working',
  like: 'monday',
  ...special,
});

/** The agreement's special days with a person's own hours, as routing and deadlines read them. */
const calendarOf = (hours: WeeklyHours, specialDays: SpecialDay[], zone = 'UTC'): WorkingCalendar =>
  personCalendar({ zone, hours: officeWeek, specialDays, absences: [] }, { hours });

const midnightOf = (day: number): number => Date.UTC(2026, 2, day);
const hoursOn = (time: WorkingTime, day: number): number =>
  time.between('working', new Date(midnightOf(day)).toISOString(), new Date(midnightOf(day + 1)).toISOString()) / HOUR;

describe('a working Saturday like Monday', () => {
  const weekend = { ...week('tuesday', 'wednesday', 'thursday', 'friday'), saturday: short };

  it.each<[string, WeeklyHours, SpecialDay, number]>([
    ["a rep who works Monday to Friday gets Monday's hours", officeWeek, saturday(), 9],
    ['a rep who works Tuesday to Saturday keeps the Saturday shift', weekend, saturday(), 4],
    [
      "a rep who works Monday and Saturday works Monday's hours and keeps the late Saturday shift",
      { monday: nine, saturday: [{ from: '14:00', to: '20:00' }] },
      saturday(),
      11,
    ],
    ['a rep who works neither Monday nor Saturday stays off', week('wednesday', 'thursday'), saturday(), 0],
    [
      'a shortened one ends an hour earlier for a rep with Monday hours',
      officeWeek,
      saturday({ shortenedByMinutes: 60 }),
      8,
    ],
    [
      'a shortened one ends an hour earlier for a rep with Saturday hours',
      weekend,
      saturday({ shortenedByMinutes: 60 }),
      3,
    ],
    ['a Saturday off is off for a rep who works Saturdays', weekend, { date: '2026-03-07', kind: 'off' }, 0],
  ])('%s', (_, hours, special, expected) => {
    expect(hoursOn(new WorkingTime(calendarOf(hours, [special])), 7)).toBe(expected);
  });

  it('a Friday that works like Monday despite a holiday keeps the shift of a rep without Monday hours', () => {
    const friday: SpecialDay = { date: '2026-03-06', kind: 'working', like: 'monday' };
    expect(hoursOn(new WorkingTime(calendarOf(weekend, [friday])), 6)).toBe(9);
  });
});

describe('special days and personal hours', () => {
  const anySpecial = fc.oneof(
    fc.constant({ kind: 'off' as const }),
    fc.record(
      {
        kind: fc.constant('working' as const),
        like: fc.constantFrom(...weekdays),
        shortenedByMinutes: fc.integer({ min: 1, max: 600 }),
      },
      { requiredKeys: ['kind', 'like'] },
    ),
    fc.record({ kind: fc.constant('shortened' as const), shortenedByMinutes: fc.integer({ min: 1, max: 600 }) }),
  );
  const anyCase = fc.record({ hours: anyHours, special: anySpecial, weekday: fc.constantFrom(...weekdays) });

  /** Which minutes of the day are working time. */
  const minutesOn = (calendar: WorkingCalendar, day: number): boolean[] => {
    const time = new WorkingTime(calendar);
    return Array.from({ length: 1440 }, (_, minute) =>
      time.isWorking(new Date(midnightOf(day) + minute * MINUTE).toISOString()),
    );
  };

  it("every minute of a special day equals the reference, whatever the person's own hours", () => {
    fc.assert(
      fc.property(anyCase, ({ hours, special, weekday }) => {
        const day = DATE_OF_MONDAY + weekdays.indexOf(weekday);
        const calendar = calendarOf(hours, [{ date: `2026-03-0${day}`, ...special }]);
        const slow = new ReferenceWorkingTime(calendar, midnightOf(day), midnightOf(day + 1));
        const expected = Array.from({ length: 1440 }, (_, minute) => slow.isWorking(midnightOf(day) + minute * MINUTE));
        expect(minutesOn(calendar, day)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('a working day takes no minute from anyone, and gives the minutes of the other weekday and no others', () => {
    fc.assert(
      fc.property(anyHours, fc.constantFrom(...weekdays), fc.constantFrom(...weekdays), (hours, own, like) => {
        const day = DATE_OF_MONDAY + weekdays.indexOf(own);
        const special: SpecialDay = { date: `2026-03-0${day}`, kind: 'working', like };
        const usual = minutesOn(calendarOf(hours, []), day);
        const copied = minutesOn(calendarOf(hours, []), DATE_OF_MONDAY + weekdays.indexOf(like));
        const expected = usual.map((works, minute) => works || copied[minute] === true);
        expect(minutesOn(calendarOf(hours, [special]), day)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});
