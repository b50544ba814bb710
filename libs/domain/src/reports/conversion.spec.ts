import fc from 'fast-check';
import { passedConversion, share, shareInterval } from './conversion.ts';

describe('passed conversion', () => {
  it('leaves what the process lost out of the denominator: 200 − 24 = 176, 44 SQL are 25 %, 11 won 6.25 %', () => {
    const conversion = passedConversion({ transferred: 200, lost: 24, sql: 44, sqlOfLost: 0, won: 11, wonOfLost: 0 });
    expect(conversion).toEqual({ passed: 176, sql: 0.25, won: 0.0625, rawSql: 0.22 });
  });

  it('counts a lost lead that became SQL after all in the raw share only', () => {
    const conversion = passedConversion({ transferred: 10, lost: 2, sql: 5, sqlOfLost: 1, won: 1, wonOfLost: 1 });
    expect(conversion).toEqual({ passed: 8, sql: 0.5, won: 0, rawSql: 0.5 });
  });

  it('says nothing where nothing was transferred', () => {
    const conversion = passedConversion({ transferred: 0, lost: 0, sql: 0, sqlOfLost: 0, won: 0, wonOfLost: 0 });
    expect(conversion).toEqual({ passed: 0, sql: null, won: null, rawSql: null });
  });

  it('is never above one', () => {
    const counts = fc
      .tuple(fc.nat(500), fc.nat(500), fc.nat(500), fc.nat(500))
      .map(([transferred, lost, sql, sqlOfLost]) => ({
        transferred,
        lost: Math.min(lost, transferred),
        sql: Math.min(sql, transferred),
        sqlOfLost: Math.min(sqlOfLost, sql, lost, transferred),
      }))
      .filter(({ transferred, lost, sql, sqlOfLost }) => sql - sqlOfLost <= transferred - lost);
    fc.assert(
      fc.property(counts, (some) => {
        const conversion = passedConversion({ ...some, won: some.sql, wonOfLost: some.sqlOfLost });
        expect(conversion.sql ?? 0).toBeLessThanOrEqual(1);
        expect(conversion.won).toEqual(conversion.sql);
      }),
    );
  });
});

describe('the interval of a share', () => {
  it('holds the share, within 0 and 1, and is narrower with more cases', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.nat(1000), (whole, some) => {
        const part = Math.min(some, whole);
        const few = shareInterval(part, whole);
        const many = shareInterval(part * 10, whole * 10);
        if (!few || !many) throw new Error('an interval was expected');
        const exact = share(part, whole) ?? NaN;
        expect(few.low).toBeLessThanOrEqual(exact + 1e-12);
        expect(few.high).toBeGreaterThanOrEqual(exact - 1e-12);
        expect(few.low).toBeGreaterThanOrEqual(0);
        expect(few.high).toBeLessThanOrEqual(1);
        expect(many.high - many.low).toBeLessThan(few.high - few.low);
      }),
    );
  });

  it('is nothing without cases', () => expect(shareInterval(0, 0)).toBeNull());
});
