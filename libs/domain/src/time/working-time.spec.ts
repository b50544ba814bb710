import { HOUR, MINUTE } from './units.ts';
import type { SpecialDay, WorkingCalendar, WorkingInterval } from './working-calendar.ts';
import { WorkingTime } from './working-time.ts';

function weekdays(...intervals: string[]): WorkingCalendar['hours'] {
  const day = intervals.map((interval) => {
    const [from, to] = interval.split('–') as [string, string];
    return { from, to } satisfies WorkingInterval;
  });
  return { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day };
}

/** Mon–Fri 09–18 in UTC by default. 2026-03-02 is a Monday. */
function workingTime(changes: Partial<WorkingCalendar> = {}): WorkingTime {
  return new WorkingTime({ zone: 'UTC', hours: weekdays('09:00–18:00'), specialDays: [], absences: [], ...changes });
}

const march = (day: number, time: string): string => `2026-03-${String(day).padStart(2, '0')}T${time}:00.000Z`;
const [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY] = [2, 3, 4, 5, 6, 7] as const;
const NEXT_MONDAY = 9;
const off = (day: number): SpecialDay => ({ date: `2026-03-0${day}`, kind: 'off' });

describe('deadlines of a handoff transferred on Friday at 19:00 with hours Mon–Fri 09–18', () => {
  const transferred = march(FRIDAY, '19:00');

  it.each([
    ['the transfer in 5 min', 'always', 5 * MINUTE, march(FRIDAY, '19:05')],
    ['the first contact in 15 min', 'working', 15 * MINUTE, march(NEXT_MONDAY, '09:15')],
    ['the return window of 24 h', 'workday', 24 * HOUR, march(NEXT_MONDAY + 1, '09:00')],
    ['the touches in 48 h', 'workday', 48 * HOUR, march(NEXT_MONDAY + 2, '09:00')],
  ] as const)('%s, counted %s (%d ms), is due %s', (_, counted, milliseconds, due) => {
    expect(workingTime().add(counted, transferred, milliseconds)).toBe(due);
    expect(workingTime().between(counted, transferred, due)).toBe(milliseconds);
  });
});

describe('working time', () => {
  it('a deadline that falls at the end of the working day is not moved to the next morning', () => {
    expect(workingTime().add('working', march(MONDAY, '17:45'), 15 * MINUTE)).toBe(march(MONDAY, '18:00'));
    expect(workingTime().add('working', march(MONDAY, '17:45'), 16 * MINUTE)).toBe(march(TUESDAY, '09:01'));
  });

  it('working time passes in each shift of a split day', () => {
    const split = workingTime({ hours: weekdays('17:00–20:00', '09:00–13:00') });
    expect(split.add('working', march(MONDAY, '12:30'), HOUR)).toBe(march(MONDAY, '17:30'));
    expect(split.between('working', march(MONDAY, '00:00'), march(TUESDAY, '00:00'))).toBe(7 * HOUR);
    expect(split.endOfWorkingTime(march(MONDAY, '12:30'))).toBe(march(MONDAY, '13:00'));
  });

  it('a night shift continues over midnight', () => {
    const night = workingTime({
      hours: { monday: [{ from: '22:00', to: '24:00' }], tuesday: [{ from: '00:00', to: '06:00' }] },
    });
    expect(night.endOfWorkingTime(march(MONDAY, '23:00'))).toBe(march(TUESDAY, '06:00'));
    expect(night.add('working', march(MONDAY, '23:00'), 2 * HOUR)).toBe(march(TUESDAY, '01:00'));
  });

  it('working time does not pass during absences', () => {
    const absences = [
      { from: march(MONDAY, '11:00'), to: march(MONDAY, '12:00') },
      { from: march(MONDAY, '10:00'), to: march(MONDAY, '11:30') },
    ];
    expect(workingTime({ absences }).add('working', march(MONDAY, '09:00'), 2 * HOUR)).toBe(march(MONDAY, '13:00'));
    expect(workingTime({ absences }).nextWorkingMoment(march(MONDAY, '10:30'))).toBe(march(MONDAY, '12:00'));
  });

  it('weeks and years are counted as exactly as minutes', () => {
    expect(workingTime().add('working', march(MONDAY, '09:00'), 52 * 45 * HOUR)).toBe('2027-02-26T18:00:00.000Z');
    expect(workingTime().between('working', march(MONDAY, '09:00'), '2027-03-01T09:00:00.000Z')).toBe(52 * 45 * HOUR);
  });

  it('working time is exact to the millisecond', () => {
    expect(workingTime().add('working', '2026-03-02T17:59:59.998Z', 3)).toBe('2026-03-03T09:00:00.001Z');
  });
});

describe('workday time', () => {
  it('48 h from Thursday 15:00 end on Monday 15:00', () => {
    expect(workingTime().add('workday', march(THURSDAY, '15:00'), 48 * HOUR)).toBe(march(NEXT_MONDAY, '15:00'));
  });

  it('workday time starts at the first working moment and continues through the night', () => {
    expect(workingTime().add('workday', march(MONDAY, '06:00'), 24 * HOUR)).toBe(march(TUESDAY, '09:00'));
    expect(workingTime().between('workday', march(MONDAY, '06:00'), march(MONDAY, '08:59'))).toBe(0);
    expect(workingTime().between('workday', march(MONDAY, '06:00'), march(TUESDAY, '02:00'))).toBe(17 * HOUR);
  });

  it('a holiday does not count, and a moved working day does', () => {
    expect(workingTime({ specialDays: [off(TUESDAY)] }).add('workday', march(MONDAY, '15:00'), 24 * HOUR)).toBe(
      march(WEDNESDAY, '15:00'),
    );
    const moved = workingTime({ specialDays: [{ date: '2026-03-07', kind: 'working', like: 'monday' }] });
    expect(moved.add('workday', march(FRIDAY, '15:00'), 24 * HOUR)).toBe(march(SATURDAY, '15:00'));
  });

  it('a day counts unless an absence covers all of its working time', () => {
    const absentUntil = (time: string) =>
      workingTime({ absences: [{ from: march(MONDAY, '18:00'), to: march(TUESDAY, time) }] });
    expect(absentUntil('18:00').add('workday', march(MONDAY, '15:00'), 24 * HOUR)).toBe(march(WEDNESDAY, '15:00'));
    expect(absentUntil('17:59').add('workday', march(MONDAY, '15:00'), 24 * HOUR)).toBe(march(TUESDAY, '15:00'));
    expect(absentUntil('12:00').add('workday', march(MONDAY, '20:00'), HOUR)).toBe(march(TUESDAY, '13:00'));
  });

  it('days are those of the zone: Tuesday in Moscow starts on Monday evening in UTC', () => {
    const moscow = workingTime({ zone: 'Europe/Moscow', specialDays: [off(TUESDAY)] });
    expect(moscow.add('workday', march(MONDAY, '14:00'), 8 * HOUR)).toBe(march(TUESDAY, '22:00'));
    expect(moscow.isWorkingDay('2026-03-03')).toBe(false);
    expect(moscow.isWorkingDay('2026-03-04')).toBe(true);
  });
});

describe('a shortened day', () => {
  const shortened = (byMinutes: number, ...intervals: string[]) =>
    workingTime({
      hours: weekdays(...intervals),
      specialDays: [{ date: '2026-03-02', kind: 'shortened', shortenedByMinutes: byMinutes }],
    });

  it('a shortened day ends earlier', () => {
    expect(shortened(60, '09:00–18:00').endOfWorkingTime(march(MONDAY, '09:00'))).toBe(march(MONDAY, '17:00'));
  });

  it('a shortened day loses working time, not its break', () => {
    const day = shortened(120, '09:00–13:00', '17:00–18:00');
    expect(day.endOfWorkingTime(march(MONDAY, '09:00'))).toBe(march(MONDAY, '12:00'));
    expect(day.nextWorkingMoment(march(MONDAY, '12:00'))).toBe(march(TUESDAY, '09:00'));
  });

  it('a day without any remaining working time is not a working day', () => {
    expect(shortened(600, '09:00–18:00').isWorkingDay('2026-03-02')).toBe(false);
  });
});

describe('moments', () => {
  it('the start of an interval is working time and its end is not', () => {
    expect(workingTime().isWorking(march(MONDAY, '09:00'))).toBe(true);
    expect(workingTime().isWorking(march(MONDAY, '18:00'))).toBe(false);
    expect(workingTime().nextWorkingMoment(march(MONDAY, '09:30'))).toBe(march(MONDAY, '09:30'));
    expect(workingTime().nextWorkingMoment(march(MONDAY, '18:00'))).toBe(march(TUESDAY, '09:00'));
    expect(workingTime().endOfWorkingTime(march(MONDAY, '18:00'))).toBe(march(MONDAY, '18:00'));
  });

  it('no time passes between a time and an earlier one', () => {
    expect(workingTime().between('always', march(TUESDAY, '12:00'), march(MONDAY, '12:00'))).toBe(0);
  });

  it.each(['working', 'workday', 'always'] as const)(
    'adding zero %s time changes nothing, even outside working time',
    (counted) => {
      expect(workingTime().add(counted, march(SATURDAY, '12:00'), 0)).toBe(march(SATURDAY, '12:00'));
    },
  );
});

describe('invalid input', () => {
  const never = workingTime({ hours: {} });

  it.each(['working', 'workday'] as const)('adding %s time by a calendar without hours is rejected', (counted) => {
    expect(() => never.add(counted, march(MONDAY, '09:00'), 1)).toThrow(
      /ten years: give the calendar .* working hours/,
    );
    expect(never.between(counted, march(MONDAY, '09:00'), march(FRIDAY, '09:00'))).toBe(0);
    expect(never.nextWorkingMoment(march(MONDAY, '09:00'))).toBeUndefined();
  });

  it('the end of working time is undefined when it never ends', () => {
    const day = [{ from: '00:00', to: '24:00' }];
    const always = workingTime({ hours: { ...weekdays('00:00–24:00'), saturday: day, sunday: day } });
    expect(always.endOfWorkingTime(march(MONDAY, '09:00'))).toBeUndefined();
    expect(always.add('working', march(MONDAY, '09:00'), 1000 * HOUR)).toBe('2026-04-13T01:00:00.000Z');
  });

  it('the error about a calendar names all of its problems', () => {
    expect(() => workingTime({ zone: 'Mars/Base', hours: weekdays('18:00–09:00') })).toThrow(
      /zone: .*hours\.friday\.0: /,
    );
  });

  it('invalid timestamps, dates and amounts are rejected', () => {
    expect(() => workingTime().isWorking('tomorrow')).toThrow(/"tomorrow" is not an instant/);
    expect(() => workingTime().isWorkingDay('2026-02-30')).toThrow(/"2026-02-30" is not a date/);
    expect(() => workingTime().add('working', march(MONDAY, '09:00'), -1)).toThrow(/zero or more/);
    expect(() => workingTime().add('working', march(MONDAY, '09:00'), NaN)).toThrow(/zero or more/);
    expect(() => workingTime().between('working', '0001-01-01T00:00:00Z', march(MONDAY, '09:00'))).toThrow(/century/);
  });
});
