import { calendarProblems, personHoursProblems } from './calendar-problems.ts';
import { scheduledMillisecondsPerWeek } from './local-hours.ts';
import { HOUR } from './units.ts';
import type { Weekday, WorkingCalendar } from './working-calendar.ts';

const valid: WorkingCalendar = {
  zone: 'Asia/Kolkata',
  hours: {
    monday: [
      { from: '14:00', to: '18:30' },
      { from: '09:00', to: '14:00' },
    ],
    tuesday: [{ from: '00:00', to: '24:00' }],
    sunday: [],
  },
  specialDays: [
    { date: '2028-02-29', name: 'Leap day', kind: 'off' },
    { date: '2026-03-07', kind: 'working', like: 'monday', shortenedByMinutes: 60 },
    { date: '2026-03-09', kind: 'shortened', shortenedByMinutes: 60 },
  ],
  absences: [{ from: '2026-03-02T06:00:00Z', to: '2026-03-02T09:30:00.500Z' }],
};

describe('calendarProblems', () => {
  it('adjacent shifts, whole days and days off are valid', () => {
    expect(calendarProblems(valid)).toEqual([]);
  });

  const monday = (...hours: [from: string, to: string][]): Partial<WorkingCalendar> => ({
    hours: { monday: hours.map(([from, to]) => ({ from, to })) },
  });

  it.each<[string, Partial<WorkingCalendar>, string, RegExp]>([
    ['an unknown zone', { zone: 'Mars/Base' }, 'zone', /"Mars\/Base" .* such as Europe\/Moscow/],
    ['a date instead of a zone', { zone: '2026-03-02T00:00Z[UTC]' }, 'zone', /IANA name/],
    ['an unknown weekday', { hours: { mon: [] } as WorkingCalendar['hours'] }, 'hours.mon', /monday, tuesday/],
    ['a malformed start', monday(['9:00', '18:00']), 'hours.monday.0.from', /"9:00" .* HH:MM/],
    ['a malformed end', monday(['09:00', '18.00']), 'hours.monday.0.to', /"18.00" .* HH:MM/],
    ['an impossible hour', monday(['09:00', '24:30']), 'hours.monday.0.to', /up to 24:00/],
    ['an empty interval', monday(['09:00', '09:00']), 'hours.monday.0', /does not end after it starts/],
    [
      'an inverted interval',
      monday(['22:00', '06:00']),
      'hours.monday.0',
      /22:00–24:00 on this day and 00:00–06:00 on the/,
    ],
    [
      'an overlap',
      monday(['12:00', '18:00'], ['09:00', '13:00']),
      'hours.monday.0',
      /overlaps 09:00–13:00: merge them/,
    ],
    [
      'an overlap with an earlier, longer interval',
      monday(['12:00', '13:00'], ['09:00', '18:00'], ['09:00', '09:30']),
      'hours.monday.2',
      /overlaps 09:00–18:00/,
    ],
    [
      'a date that does not exist',
      { specialDays: [{ date: '2026-02-29', kind: 'off' }] },
      'specialDays.0.date',
      /an existing day/,
    ],
    ['a malformed date', { specialDays: [{ date: '1.5.2026', kind: 'off' }] }, 'specialDays.0.date', /YYYY-MM-DD/],
    [
      'a duplicate date',
      { specialDays: ['off', 'off'].map(() => ({ date: '2026-05-01', kind: 'off' })) },
      'specialDays.1.date',
      /already given by specialDays.0/,
    ],
    [
      'a working day like an unknown weekday',
      { specialDays: [{ date: '2026-05-01', kind: 'working', like: 'caturday' as Weekday }] },
      'specialDays.0.like',
      /"caturday" is not a weekday/,
    ],
    [
      'a shortening by zero minutes',
      { specialDays: [{ date: '2026-05-01', kind: 'shortened', shortenedByMinutes: 0 }] },
      'specialDays.0.shortenedByMinutes',
      /a whole number of 1 or more/,
    ],
    [
      'an absence in local time',
      { absences: [{ from: '2026-03-02T06:00', to: '2026-03-03T06:00:00Z' }] },
      'absences.0.from',
      /ISO 8601 in UTC/,
    ],
    [
      'an absence until a date that does not exist',
      { absences: [{ from: '2026-02-02T06:00Z', to: '2026-02-30T06:00Z' }] },
      'absences.0.to',
      /is not an instant/,
    ],
    [
      'an absence that ends before it starts',
      { absences: [{ from: '2026-03-03T06:00Z', to: '2026-03-02T06:00Z' }] },
      'absences.0',
      /when the person is back/,
    ],
  ])('%s is reported with its path and a correction', (_, changes, path, message) => {
    const problems = calendarProblems({ ...valid, ...changes });
    expect(problems[0]).toEqual({ path, message: expect.stringMatching(message) });
  });

  it('all problems are reported together', () => {
    const specialDays: WorkingCalendar['specialDays'] = [{ date: 'May', kind: 'off' }];
    const { hours } = monday(['9', '18:00'], ['10:00', '9']) as WorkingCalendar;
    const problems = calendarProblems({ ...valid, zone: '', hours, specialDays });
    expect(problems.map(({ path }) => path)).toEqual([
      'zone',
      'hours.monday.0.from',
      'hours.monday.1.to',
      'specialDays.0.date',
    ]);
  });
});

describe('personHoursProblems', () => {
  const office = { monday: [{ from: '09:00', to: '18:00' }] };

  it('a person may leave out hours, or have their own', () => {
    expect(personHoursProblems({})).toEqual([]);
    expect(personHoursProblems({ zone: 'Asia/Yekaterinburg', hours: office })).toEqual([]);
    expect(personHoursProblems({ zone: 'Mars/Base', hours: office })).toMatchObject([{ path: 'zone' }]);
  });

  it.each([[{}], [{ monday: [], friday: [] }]])('hours without any working time are rejected: %j', (hours) => {
    expect(personHoursProblems({ hours })).toEqual([
      {
        path: 'hours',
        message: expect.stringMatching(/leave hours out to use the agreement's.*deactivate them/) as string,
      },
    ]);
  });
});

describe('scheduledMillisecondsPerWeek', () => {
  it('the hours of a week add up', () => {
    expect(scheduledMillisecondsPerWeek(valid)).toBe((9.5 + 24) * HOUR);
  });

  it('a week without hours adds up to zero', () => {
    expect(scheduledMillisecondsPerWeek({ hours: {} })).toBe(0);
  });
});
