import fc from 'fast-check';
import { parseMoment } from './dates.ts';

const iso = { dateFormat: 'iso', zone: 'UTC' } as const;
const moscow = { dateFormat: 'day-first', zone: 'Europe/Moscow' } as const;

describe('A date of the past', () => {
  it.each([
    ['2018-02-01', iso, '2018-02-01', '2018-02-01T00:00:00.000Z'],
    ['2018-02-26 19:58:54', iso, '2018-02-26', '2018-02-26T19:58:54.000Z'],
    ['2018-02-26T19:58:54+03:00', iso, '2018-02-26', '2018-02-26T16:58:54.000Z'],
    [
      '2018-02-26T23:30:00Z',
      { dateFormat: 'iso', zone: 'Europe/Moscow' } as const,
      '2018-02-27',
      '2018-02-26T23:30:00.000Z',
    ],
    ['1.2.2018', moscow, '2018-02-01', '2018-01-31T21:00:00.000Z'],
    ['01.02.2018 9:05', moscow, '2018-02-01', '2018-02-01T06:05:00.000Z'],
    ['02/01/2018', { dateFormat: 'month-first', zone: 'UTC' } as const, '2018-02-01', '2018-02-01T00:00:00.000Z'],
  ])('written %j (%j) is the day %s', (text, mapping, day, at) => {
    expect(parseMoment(text, mapping)).toEqual({ day, at: new Date(at) });
  });

  it.each(['2018-02-30', '01.02.2018', '2018-13-01', 'yesterday', '', '20180201'])('written %j is none', (text) => {
    expect(parseMoment(text, iso)).toBeUndefined();
  });

  it('has an answer to any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const moment = parseMoment(text, iso);
        expect(moment === undefined || Number.isFinite(moment.at.getTime())).toBe(true);
      }),
    );
  });
});
