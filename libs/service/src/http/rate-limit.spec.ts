import { RateLimit } from './rate-limit.ts';

describe('RateLimit', () => {
  let now = 0;
  const clock = () => now;
  const takeMany = (limit: RateLimit, key: string, times: number) =>
    Array.from({ length: times }, () => limit.take(key));

  beforeEach(() => {
    now = 1_000_000;
  });

  it('a burst may use up a whole minute, and one more is allowed each interval after that', () => {
    const limit = new RateLimit(60, clock);
    expect(takeMany(limit, 'anna', 60)).toEqual(Array.from({ length: 60 }, () => 0));
    expect(limit.take('anna')).toBe(1);
    now += 1000;
    expect(takeMany(limit, 'anna', 2)).toEqual([0, 1]);
    now += 3_600_000;
    expect(takeMany(limit, 'anna', 61).at(-1)).toBe(1);
  });

  it('a refused request is not counted, so the wait does not grow', () => {
    const limit = new RateLimit(2, clock);
    takeMany(limit, 'anna', 2);
    expect(takeMany(limit, 'anna', 100).at(-1)).toBe(30);
    now += 30_000;
    expect(limit.take('anna')).toBe(0);
  });

  it('one key does not use up the allowance of another', () => {
    const limit = new RateLimit(1, clock);
    expect([limit.take('anna'), limit.take('boris'), limit.take('anna')]).toEqual([0, 0, 60]);
  });

  it('a limit of 0 never refuses', () => {
    expect(new Set(takeMany(new RateLimit(0, clock), 'anna', 1000))).toEqual(new Set([0]));
  });

  it('an attacker with any number of keys does not free a key that keeps being counted', () => {
    const limit = new RateLimit(10, clock);
    takeMany(limit, 'attacker', 10);
    for (let other = 0; other < 50_000; other += 1) {
      limit.take(`other-${other}`);
      if (other % 1000 === 0) expect(limit.take('attacker')).toBeGreaterThan(0);
    }
  });
});
