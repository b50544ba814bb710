import fc from 'fast-check';
import { dayNumber, isTimeZone, offsetPeriods, timeOfDay } from './civil-time.ts';
import { DAY, HOUR } from './units.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const YEAR = 365 * DAY;

describe('offsetPeriods', () => {
  it('a period ends where the clocks of the zone change', () => {
    const [from, change, to] = ['2014-10-01', '2014-10-25T22:00:00Z', '2014-11-01'].map((date) => Date.parse(date));
    expect(offsetPeriods('Europe/Moscow', from as number, to as number)).toEqual([
      { from, to: change, offset: 4 * HOUR },
      { from: change, to, offset: 3 * HOUR },
    ]);
  });

  it('the offsets agree with Intl in every zone that it knows', () => {
    const expectWallTime = (wall: Intl.DateTimeFormat, at: number, offset: number): void =>
      expect(wall.format(at)).toBe(new Date(at + offset).toISOString().slice(0, 16).replace('T', ' '));
    for (const timeZone of Intl.supportedValuesOf('timeZone')) {
      const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
      const from = fc.sample(fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2035, 0) }), { seed, numRuns: 1 })[0]!;
      for (const period of offsetPeriods(timeZone, from, from + YEAR)) {
        expectWallTime(wall, period.from, period.offset);
        expectWallTime(wall, period.to - 1, period.offset);
      }
    }
  });
});

describe('zone names, dates and times', () => {
  it.each([
    ['Europe/Moscow', true],
    ['UTC', true],
    ['Mars/Base', false],
    ['', false],
    ['2026-03-02T00:00[UTC]', false],
  ])('isTimeZone("%s") is %s', (name, isZone) => {
    expect(isTimeZone(name)).toBe(isZone);
  });

  it.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2028-02-29', 21_243],
    ['2027-02-29', undefined],
    ['2027-2-9', undefined],
    ['2027-13-01', undefined],
  ])('dayNumber("%s") is %s', (date, day) => {
    expect(dayNumber(date)).toBe(day);
  });

  it.each([
    ['00:00', 0],
    ['09:05', 32_700_000],
    ['24:00', 86_400_000],
    ['24:01', undefined],
    ['9:05', undefined],
    ['09:60', undefined],
    ['09:05:00', undefined],
  ])('timeOfDay("%s") is %s', (time, milliseconds) => {
    expect(timeOfDay(time)).toBe(milliseconds);
  });
});
