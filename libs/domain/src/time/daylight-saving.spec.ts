import { localDate } from './local-date.ts';
import { HOUR, MINUTE } from './units.ts';
import { weekdays } from './working-calendar.ts';
import { WorkingTime } from './working-time.ts';

/** The same hours on every day of the week. */
function daily(zone: string, from: string, to: string): WorkingTime {
  const hours = Object.fromEntries(weekdays.map((weekday) => [weekday, [{ from, to }]]));
  return new WorkingTime({ zone, hours, specialDays: [], absences: [] });
}

/** In Berlin clocks go from 02:00 to 03:00 on 2026-03-29 (01:00 UTC), and from 03:00 to 02:00 on 2026-10-25 (01:00 UTC). */
describe('clocks that go forward', () => {
  it('a day has 23 hours', () => {
    const berlin = daily('Europe/Berlin', '00:00', '24:00');
    expect(berlin.between('working', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')).toBe(23 * HOUR);
    expect(berlin.add('workday', '2026-03-28T23:00:00Z', 24 * HOUR)).toBe('2026-03-29T23:00:00.000Z');
  });

  it('a shift whose start is skipped starts at the first time that exists', () => {
    const berlin = daily('Europe/Berlin', '02:30', '04:00');
    expect(berlin.nextWorkingMoment('2026-03-29T00:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(berlin.endOfWorkingTime('2026-03-29T01:00:00Z')).toBe('2026-03-29T02:00:00.000Z');
  });

  it('a shift whose end is skipped ends with the last time that exists', () => {
    expect(daily('Europe/Berlin', '01:00', '02:30').endOfWorkingTime('2026-03-29T00:00:00Z')).toBe(
      '2026-03-29T01:00:00.000Z',
    );
  });

  it('a shift that is skipped completely does not take place, and its day is not a working day', () => {
    const berlin = daily('Europe/Berlin', '02:10', '02:50');
    expect(berlin.nextWorkingMoment('2026-03-28T12:00:00Z')).toBe('2026-03-30T00:10:00.000Z');
    expect(berlin.isWorkingDay('2026-03-29')).toBe(false);
  });
});

describe('clocks that go back', () => {
  it('a day has 25 hours', () => {
    const berlin = daily('Europe/Berlin', '00:00', '24:00');
    expect(berlin.between('working', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toBe(25 * HOUR);
  });

  it('a shift over the change lasts its real length', () => {
    const berlin = daily('Europe/Berlin', '01:00', '04:00');
    expect(berlin.endOfWorkingTime('2026-10-24T23:00:00Z')).toBe('2026-10-25T03:00:00.000Z');
  });

  it('a time that occurs twice is working time twice', () => {
    const berlin = daily('Europe/Berlin', '02:10', '02:50');
    expect(berlin.between('working', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toBe(80 * MINUTE);
    expect(berlin.endOfWorkingTime('2026-10-25T00:10:00Z')).toBe('2026-10-25T00:50:00.000Z');
    expect(berlin.nextWorkingMoment('2026-10-25T00:50:00Z')).toBe('2026-10-25T01:10:00.000Z');
  });

  it('a change by half an hour is counted', () => {
    const lordHowe = daily('Australia/Lord_Howe', '00:00', '24:00');
    expect(lordHowe.between('working', '2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z')).toBe(24.5 * HOUR);
  });
});

describe('other clock changes', () => {
  it('a day that a zone skipped is not a working day, and no time passes in it', () => {
    const apia = daily('Pacific/Apia', '09:00', '17:00');
    expect(apia.isWorkingDay('2011-12-30')).toBe(false);
    // In Apia, two working hours after Thursday 29th 16:00 it was Saturday 31st 10:00.
    expect(apia.add('working', '2011-12-30T02:00:00Z', 2 * HOUR)).toBe('2011-12-30T20:00:00.000Z');
  });

  it('a day that the next one interrupted is counted in both parts', () => {
    // In St. John's clocks went back at 00:01, from Sunday to Saturday.
    const saturday = { saturday: [{ from: '23:00', to: '24:00' }] };
    const stJohns = new WorkingTime({ zone: 'America/St_Johns', hours: saturday, specialDays: [], absences: [] });
    const interrupted = '2010-11-07T02:30:30Z';
    expect(localDate('America/St_Johns', interrupted)).toBe('2010-11-07');
    expect(stJohns.isWorking(interrupted)).toBe(false);
    expect(stJohns.between('working', '2010-11-06T12:00:00Z', '2010-11-08T12:00:00Z')).toBe(119 * MINUTE);
    expect(stJohns.between('workday', '2010-11-07T01:30:00Z', '2010-11-08T12:00:00Z')).toBe(119 * MINUTE);
  });
});
