import { median, formatRounds, percentile, formatNumber } from './statistics.ts';

describe('statistics', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it('percentile uses the nearest rank, in any order of the values', () => {
    expect([0.5, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 99, 100]);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('median is the middle value, or the mean of the two middle values', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 2, 9])).toBe(3);
  });

  it('formatNumber rounds to about three significant digits, and shows a dash when there is no value', () => {
    expect([1234.5, 56.78, 1.234, NaN].map(formatNumber)).toEqual(['1235', '56.8', '1.23', '–']);
  });

  it('formatRounds shows the lowest and the highest round', () => {
    expect(formatRounds([10, 30, 20])).toBe('20.0 (10.0 to 30.0)');
    expect(formatRounds([10])).toBe('10.0');
  });
});
