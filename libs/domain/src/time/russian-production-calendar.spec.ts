import { calendarProblems } from './calendar-problems.ts';
import { russianProductionCalendar } from './russian-production-calendar.ts';
import { HOUR } from './units.ts';
import type { WorkingCalendar } from './working-calendar.ts';
import { WorkingTime } from './working-time.ts';

const shifts = [
  { from: '09:00', to: '13:00' },
  { from: '14:00', to: '18:00' },
];
const fortyHours: WorkingCalendar = {
  zone: 'Europe/Moscow',
  hours: { monday: shifts, tuesday: shifts, wednesday: shifts, thursday: shifts, friday: shifts },
  specialDays: russianProductionCalendar,
  absences: [],
};
const time = new WorkingTime(fortyHours);

function workingDays(year: number, month: number): number {
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const dates = Array.from({ length: days }, (_, day) => new Date(Date.UTC(year, month - 1, day + 1)));
  return dates.filter((date) => time.isWorkingDay(date.toISOString().slice(0, 10))).length;
}

describe('russianProductionCalendar', () => {
  it('the calendar has no problems', () => {
    expect(calendarProblems(fortyHours)).toEqual([]);
  });

  it.each([
    [2025, [17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22]],
    [2026, [15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22]],
  ])('every month of %d has the published number of working days', (year, months) => {
    expect(months.map((_, index) => workingDays(year, index + 1))).toEqual(months);
  });

  it.each([
    [2025, 1972],
    [2026, 1972],
  ])('the working time of a 40-hour week in %d is the published %d h', (year, hours) => {
    const passed = time.between('working', `${year - 1}-12-31T21:00:00Z`, `${year}-12-31T21:00:00Z`);
    expect(passed / HOUR).toBe(hours);
  });

  it.each([
    ['a shortened working Saturday', '2025-11-01', '2025-11-01T14:00:00.000Z'],
    ['the eve of a holiday', '2026-04-30', '2026-04-30T14:00:00.000Z'],
    ['an ordinary day', '2026-04-29', '2026-04-29T15:00:00.000Z'],
  ])('%s, %s, ends at %s', (_, date, end) => {
    expect(time.endOfWorkingTime(`${date}T13:00:00Z`)).toBe(end);
  });

  it('the year 2027 has holidays but no moved days off until the decree is published', () => {
    expect(time.isWorkingDay('2027-11-04')).toBe(false);
    expect(time.isWorkingDay('2027-05-03')).toBe(true);
  });
});
