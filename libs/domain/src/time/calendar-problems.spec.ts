import { calendarProblems, personHoursProblems } from './calendar-problems.ts';
import { scheduledMillisecondsPerWeek } from './local-hours.ts';
import type { Weekday, WorkingCalendar } from './working-calendar.ts';

const sound: WorkingCalendar = {
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

describe('A calendar', () => {
  it('is sound with shifts that touch, whole days and free days', () => {
    expect(calendarProblems(sound)).toEqual([]);
  });

  it('weighs what its week schedules', () => {
    expect(scheduledMillisecondsPerWeek(sound)).toBe((9.5 + 24) * 3_600_000);
    expect(scheduledMillisecondsPerWeek({ hours: {} })).toBe(0);
  });

  const monday = (...hours: [from: string, to: string][]): Partial<WorkingCalendar> => ({
    hours: { monday: hours.map(([from, to]) => ({ from, to })) },
  });

  it.each<[string, Partial<WorkingCalendar>, string, RegExp]>([
    ['an unknown zone', { zone: 'Mars/Base' }, 'zone', /"Mars\/Base" .* such as Europe\/Moscow/],
    ['a date for a zone', { zone: '2026-03-02T00:00Z[UTC]' }, 'zone', /IANA name/],
    ['no weekday', { hours: { mon: [] } as WorkingCalendar['hours'] }, 'hours.mon', /monday, tuesday/],
    ['a malformed beginning', monday(['9:00', '18:00']), 'hours.monday.0.from', /"9:00" .* HH:MM/],
    ['a malformed end', monday(['09:00', '18.00']), 'hours.monday.0.to', /"18.00" .* HH:MM/],
    ['an hour that no clock shows', monday(['09:00', '24:30']), 'hours.monday.0.to', /up to 24:00/],
    ['an empty interval', monday(['09:00', '09:00']), 'hours.monday.0', /does not end after it begins/],
    ['an inverted one', monday(['22:00', '06:00']), 'hours.monday.0', /22:00–24:00 on this day and 00:00–06:00 on the/],
    ['an overlap', monday(['12:00', '18:00'], ['09:00', '13:00']), 'hours.monday.0', /overlaps 09:00–13:00: make them/],
    [
      'an overlap with a long one before a short one',
      monday(['12:00', '13:00'], ['09:00', '18:00'], ['09:00', '09:30']),
      'hours.monday.2',
      /overlaps 09:00–18:00/,
    ],
    [
      'a date that does not exist',
      { specialDays: [{ date: '2026-02-29', kind: 'off' }] },
      'specialDays.0.date',
      /a day that exists/,
    ],
    ['a malformed date', { specialDays: [{ date: '1.5.2026', kind: 'off' }] }, 'specialDays.0.date', /YYYY-MM-DD/],
    [
      'a date given twice',
      { specialDays: ['off', 'off'].map(() => ({ date: '2026-05-01', kind: 'off' })) },
      'specialDays.1.date',
      /by days.0 already/,
    ],
    [
      'a day like none',
      { specialDays: [{ date: '2026-05-01', kind: 'working', like: 'caturday' as Weekday }] },
      'specialDays.0.like',
      /"caturday" is no weekday/,
    ],
    [
      'a shortening by nothing',
      { specialDays: [{ date: '2026-05-01', kind: 'shortened', shortenedByMinutes: 0 }] },
      'specialDays.0.shortenedByMinutes',
      /whole minutes, 1 or more/,
    ],
    [
      'an absence in local time',
      { absences: [{ from: '2026-03-02T06:00', to: '2026-03-03T06:00:00Z' }] },
      'absences.0.from',
      /ISO 8601 in UTC/,
    ],
    [
      'an absence until a day that does not exist',
      { absences: [{ from: '2026-02-02T06:00Z', to: '2026-02-30T06:00Z' }] },
      'absences.0.to',
      /is no instant/,
    ],
    [
      'an absence that ends before it begins',
      { absences: [{ from: '2026-03-03T06:00Z', to: '2026-03-02T06:00Z' }] },
      'absences.0',
      /first moment back/,
    ],
  ])('with %s is told where, and what would be right', (_, changes, path, message) => {
    const problems = calendarProblems({ ...sound, ...changes });
    expect(problems[0]).toEqual({ path, message: expect.stringMatching(message) });
  });

  it('is told of every problem at once', () => {
    const days: WorkingCalendar['specialDays'] = [{ date: 'May', kind: 'off' }];
    const { hours } = monday(['9', '18:00'], ['10:00', '9']) as WorkingCalendar;
    const problems = calendarProblems({ ...sound, zone: '', hours, specialDays: days });
    expect(problems.map(({ path }) => path)).toEqual([
      'zone',
      'hours.monday.0.from',
      'hours.monday.1.to',
      'specialDays.0.date',
    ]);
  });
});

describe('The hours of one person', () => {
  const office = { monday: [{ from: '09:00', to: '18:00' }] };

  it("are the agreement's where none are given", () => {
    expect(personHoursProblems({})).toEqual([]);
    expect(personHoursProblems({ zone: 'Asia/Yekaterinburg', hours: office })).toEqual([]);
    expect(personHoursProblems({ zone: 'Mars/Base', hours: office })).toMatchObject([{ path: 'zone' }]);
  });

  it.each([[{}], [{ monday: [], friday: [] }]])('are not empty, as %j would be: no clock could run', (hours) => {
    expect(personHoursProblems({ hours })).toEqual([
      { path: 'hours', message: expect.stringMatching(/leave hours out to keep the agreement's.*has left/) as string },
    ]);
  });
});
