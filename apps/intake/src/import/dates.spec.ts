import fc from 'fast-check';
import { parseMoment } from './dates.ts';

const iso = { dateFormat: 'iso', zone: 'UTC' } as const;
const isoInMoscow = { dateFormat: 'iso', zone: 'Europe/Moscow' } as const;
const dayFirst = { dateFormat: 'day-first', zone: 'Europe/Moscow' } as const;
const monthFirst = { dateFormat: 'month-first', zone: 'UTC' } as const;

describe('parseMoment', () => {
  it.each([
    ['2018-02-01', iso, '2018-02-01', '2018-02-01T00:00:00.000Z'],
    ['2018-02-26 19:58:54', iso, '2018-02-26', '2018-02-26T19:58:54.000Z'],
    ['2018-02-26T19:58:54+03:00', iso, '2018-02-26', '2018-02-26T16:58:54.000Z'],
    ['2018-02-26T23:30:00Z', isoInMoscow, '2018-02-27', '2018-02-26T23:30:00.000Z'],
    ['1.2.2018', dayFirst, '2018-02-01', '2018-01-31T21:00:00.000Z'],
    ['01.02.2018 9:05', dayFirst, '2018-02-01', '2018-02-01T06:05:00.000Z'],
    ['02/01/2018', monthFirst, '2018-02-01', '2018-02-01T00:00:00.000Z'],
  ])('the text %j with the mapping %j is on the day %s', (text, mapping, day, at) => {
    expect(parseMoment(text, mapping)).toEqual({ day, at: new Date(at) });
  });

  it.each(['2018-02-30', '01.02.2018', '2018-13-01', 'yesterday', '', '20180201'])(
    'the text %j is not an ISO date',
    (text) => {
      expect(parseMoment(text, iso)).toBeUndefined();
    },
  );

  it('any text gives either a valid date or undefined', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const moment = parseMoment(text, iso);
        expect(moment === undefined || Number.isFinite(moment.at.getTime())).toBe(true);
      }),
    );
  });
});
