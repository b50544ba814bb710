import { WorkingTime } from './working-time.ts';
import type { SpecialDay, WorkingCalendar, WorkingInterval } from './working-calendar.ts';
import { HOUR, MINUTE } from './units.ts';

function weekdays(...intervals: string[]): WorkingCalendar['hours'] {
  const day = intervals.map((interval) => {
    const [from, to] = interval.split('–') as [string, string];
    return { from, to } satisfies WorkingInterval;
  });
  return { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day };
}

/** Mon–Fri 09–18 in UTC, unless told otherwise. 2026-03-02 is a Monday. */
function counting(changes: Partial<WorkingCalendar> = {}): WorkingTime {
  return new WorkingTime({ zone: 'UTC', hours: weekdays('09:00–18:00'), specialDays: [], absences: [], ...changes });
}

const march = (day: number, time: string): string => `2026-03-${String(day).padStart(2, '0')}T${time}:00.000Z`;
const [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY] = [2, 3, 4, 5, 6, 7] as const;
const NEXT_MONDAY = 9;
const off = (day: number): SpecialDay => ({ date: `2026-03-0${day}`, kind: 'off' });

describe('A handoff transferred on Friday at 19:00, with hours Mon–Fri 09–18', () => {
  const transferred = march(FRIDAY, '19:00');

  it.each([
    ['transfer in 5 min', 'always', 5 * MINUTE, march(FRIDAY, '19:05')],
    ['first contact in 15 min', 'working', 15 * MINUTE, march(NEXT_MONDAY, '09:15')],
    ['return window of 24 h', 'workday', 24 * HOUR, march(NEXT_MONDAY + 1, '09:00')],
    ['touches in 48 h', 'workday', 48 * HOUR, march(NEXT_MONDAY + 2, '09:00')],
  ] as const)('%s, counted %s (%d ms): due %s', (_, counted, milliseconds, due) => {
    expect(counting().add(counted, transferred, milliseconds)).toBe(due);
    expect(counting().between(counted, transferred, due)).toBe(milliseconds);
  });
});

describe('Working time', () => {
  it('what is up at the end of a day is up then, not next morning', () => {
    expect(counting().add('working', march(MONDAY, '17:45'), 15 * MINUTE)).toBe(march(MONDAY, '18:00'));
    expect(counting().add('working', march(MONDAY, '17:45'), 16 * MINUTE)).toBe(march(TUESDAY, '09:01'));
  });

  it('passes in each shift of a split day', () => {
    const split = counting({ hours: weekdays('17:00–20:00', '09:00–13:00') });
    expect(split.add('working', march(MONDAY, '12:30'), HOUR)).toBe(march(MONDAY, '17:30'));
    expect(split.between('working', march(MONDAY, '00:00'), march(TUESDAY, '00:00'))).toBe(7 * HOUR);
    expect(split.endOfWorkingTime(march(MONDAY, '12:30'))).toBe(march(MONDAY, '13:00'));
  });

  it('a night shift goes on over midnight', () => {
    const night = counting({
      hours: { monday: [{ from: '22:00', to: '24:00' }], tuesday: [{ from: '00:00', to: '06:00' }] },
    });
    expect(night.endOfWorkingTime(march(MONDAY, '23:00'))).toBe(march(TUESDAY, '06:00'));
    expect(night.add('working', march(MONDAY, '23:00'), 2 * HOUR)).toBe(march(TUESDAY, '01:00'));
  });

  it('stands still while its owner is absent', () => {
    const absences = [
      { from: march(MONDAY, '11:00'), to: march(MONDAY, '12:00') },
      { from: march(MONDAY, '10:00'), to: march(MONDAY, '11:30') },
    ];
    expect(counting({ absences }).add('working', march(MONDAY, '09:00'), 2 * HOUR)).toBe(march(MONDAY, '13:00'));
    expect(counting({ absences }).nextWorkingMoment(march(MONDAY, '10:30'))).toBe(march(MONDAY, '12:00'));
  });

  it('counts weeks and years as exactly as minutes', () => {
    expect(counting().add('working', march(MONDAY, '09:00'), 52 * 45 * HOUR)).toBe('2027-02-26T18:00:00.000Z');
    expect(counting().between('working', march(MONDAY, '09:00'), '2027-03-01T09:00:00.000Z')).toBe(52 * 45 * HOUR);
  });

  it('to the millisecond', () => {
    expect(counting().add('working', '2026-03-02T17:59:59.998Z', 3)).toBe('2026-03-03T09:00:00.001Z');
  });
});

describe('Wall-clock hours on working days', () => {
  it('48 h from Thursday 15:00 are up on Monday 15:00', () => {
    expect(counting().add('workday', march(THURSDAY, '15:00'), 48 * HOUR)).toBe(march(NEXT_MONDAY, '15:00'));
  });

  it('begin at the first working moment, and go on through the night', () => {
    expect(counting().add('workday', march(MONDAY, '06:00'), 24 * HOUR)).toBe(march(TUESDAY, '09:00'));
    expect(counting().between('workday', march(MONDAY, '06:00'), march(MONDAY, '08:59'))).toBe(0);
    expect(counting().between('workday', march(MONDAY, '06:00'), march(TUESDAY, '02:00'))).toBe(17 * HOUR);
  });

  it('leave out holidays, and count a moved working day', () => {
    expect(counting({ specialDays: [off(TUESDAY)] }).add('workday', march(MONDAY, '15:00'), 24 * HOUR)).toBe(
      march(WEDNESDAY, '15:00'),
    );
    const moved = counting({ specialDays: [{ date: '2026-03-07', kind: 'working', like: 'monday' }] });
    expect(moved.add('workday', march(FRIDAY, '15:00'), 24 * HOUR)).toBe(march(SATURDAY, '15:00'));
  });

  it('a day is none for an owner who is absent all of its hours, and is one when any are left', () => {
    const absentUntil = (time: string) =>
      counting({ absences: [{ from: march(MONDAY, '18:00'), to: march(TUESDAY, time) }] });
    expect(absentUntil('18:00').add('workday', march(MONDAY, '15:00'), 24 * HOUR)).toBe(march(WEDNESDAY, '15:00'));
    expect(absentUntil('17:59').add('workday', march(MONDAY, '15:00'), 24 * HOUR)).toBe(march(TUESDAY, '15:00'));
    expect(absentUntil('12:00').add('workday', march(MONDAY, '20:00'), HOUR)).toBe(march(TUESDAY, '13:00'));
  });

  it('are those of the zone: Tuesday in Moscow begins on Monday evening in UTC', () => {
    const moscow = counting({ zone: 'Europe/Moscow', specialDays: [off(TUESDAY)] });
    expect(moscow.add('workday', march(MONDAY, '14:00'), 8 * HOUR)).toBe(march(TUESDAY, '22:00'));
    expect(moscow.isWorkingDay('2026-03-03')).toBe(false);
    expect(moscow.isWorkingDay('2026-03-04')).toBe(true);
  });
});

describe('A shortened day', () => {
  const shortened = (byMinutes: number, ...intervals: string[]) =>
    counting({
      hours: weekdays(...intervals),
      specialDays: [{ date: '2026-03-02', kind: 'shortened', shortenedByMinutes: byMinutes }],
    });

  it('ends earlier', () => {
    expect(shortened(60, '09:00–18:00').endOfWorkingTime(march(MONDAY, '09:00'))).toBe(march(MONDAY, '17:00'));
  });

  it('loses working time, not a break', () => {
    const day = shortened(120, '09:00–13:00', '17:00–18:00');
    expect(day.endOfWorkingTime(march(MONDAY, '09:00'))).toBe(march(MONDAY, '12:00'));
    expect(day.nextWorkingMoment(march(MONDAY, '12:00'))).toBe(march(TUESDAY, '09:00'));
  });

  it('is free when nothing is left', () => {
    expect(shortened(600, '09:00–18:00').isWorkingDay('2026-03-02')).toBe(false);
  });
});

describe('A moment', () => {
  it('the first of an interval is a working one, the end is not', () => {
    expect(counting().isWorking(march(MONDAY, '09:00'))).toBe(true);
    expect(counting().isWorking(march(MONDAY, '18:00'))).toBe(false);
    expect(counting().nextWorkingMoment(march(MONDAY, '09:30'))).toBe(march(MONDAY, '09:30'));
    expect(counting().nextWorkingMoment(march(MONDAY, '18:00'))).toBe(march(TUESDAY, '09:00'));
    expect(counting().endOfWorkingTime(march(MONDAY, '18:00'))).toBe(march(MONDAY, '18:00'));
  });

  it('nothing later than another has nothing between', () => {
    expect(counting().between('always', march(TUESDAY, '12:00'), march(MONDAY, '12:00'))).toBe(0);
  });

  it.each(['working', 'workday', 'always'] as const)('no %s time is up at once, at whatever hour', (counted) => {
    expect(counting().add(counted, march(SATURDAY, '12:00'), 0)).toBe(march(SATURDAY, '12:00'));
  });
});

describe('What cannot be counted is refused in words', () => {
  const never = counting({ hours: {} });

  it.each(['working', 'workday'] as const)('%s time of a calendar without hours', (counted) => {
    expect(() => never.add(counted, march(MONDAY, '09:00'), 1)).toThrow(
      /ten years: give the calendar .* working hours/,
    );
    expect(never.between(counted, march(MONDAY, '09:00'), march(FRIDAY, '09:00'))).toBe(0);
    expect(never.nextWorkingMoment(march(MONDAY, '09:00'))).toBeUndefined();
  });

  it('the end of work that never ends has no moment', () => {
    const day = [{ from: '00:00', to: '24:00' }];
    const ever = counting({ hours: { ...weekdays('00:00–24:00'), saturday: day, sunday: day } });
    expect(ever.endOfWorkingTime(march(MONDAY, '09:00'))).toBeUndefined();
    expect(ever.add('working', march(MONDAY, '09:00'), 1000 * HOUR)).toBe('2026-04-13T01:00:00.000Z');
  });

  it('a calendar with problems, all of them named', () => {
    expect(() => counting({ zone: 'Mars/Base', hours: weekdays('18:00–09:00') })).toThrow(/zone: .*hours\.friday\.0: /);
  });

  it('moments, dates and amounts that are none', () => {
    expect(() => counting().isWorking('tomorrow')).toThrow(/"tomorrow" is no instant/);
    expect(() => counting().isWorkingDay('2026-02-30')).toThrow(/"2026-02-30" is no date/);
    expect(() => counting().add('working', march(MONDAY, '09:00'), -1)).toThrow(/zero or more/);
    expect(() => counting().add('working', march(MONDAY, '09:00'), NaN)).toThrow(/zero or more/);
    expect(() => counting().between('working', '0001-01-01T00:00:00Z', march(MONDAY, '09:00'))).toThrow(/century/);
  });
});
