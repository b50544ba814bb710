import { quantile } from './quantile.ts';

describe('quantile', () => {
  it('a quantile between two values is interpolated', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([10, 20], 0.9)).toBe(19);
  });

  it('every quantile of a single value is that value', () => {
    expect(quantile([7], 0.99)).toBe(7);
  });

  it('a quantile of no values is null', () => {
    expect(quantile([], 0.5)).toBeNull();
  });
});
