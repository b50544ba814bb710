import { median, formatRounds, percentile, formatNumber } from './statistics.ts';

describe('figures of a measurement', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it('takes the nearest rank, whatever the order', () => {
    expect([0.5, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 99, 100]);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('takes the middle round, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 2, 9])).toBe(3);
  });

  it('shows three digits, and nothing where nothing was measured', () => {
    expect([1234.5, 56.78, 1.234, NaN].map(formatNumber)).toEqual(['1235', '56.8', '1.23', '–']);
  });

  it('shows how far the rounds lie apart', () => {
    expect(formatRounds([10, 30, 20])).toBe('20.0 (10.0 to 30.0)');
    expect(formatRounds([10])).toBe('10.0');
  });
});
