import fc from 'fast-check';
import { passedConversion } from './conversion.ts';

describe('passedConversion', () => {
  it('the denominator leaves out lost handoffs: of 200 − 24 = 176, 44 SQLs are 25 % and 11 won are 6.25 %', () => {
    const conversion = passedConversion({ transferred: 200, lost: 24, sql: 44, sqlOfLost: 0, won: 11, wonOfLost: 0 });
    expect(conversion).toEqual({ passed: 176, sql: 0.25, won: 0.0625, rawSql: 0.22 });
  });

  it('a lost lead that still became an SQL counts in the raw share only', () => {
    const conversion = passedConversion({ transferred: 10, lost: 2, sql: 5, sqlOfLost: 1, won: 1, wonOfLost: 1 });
    expect(conversion).toEqual({ passed: 8, sql: 0.5, won: 0, rawSql: 0.5 });
  });

  it('every share is null when nothing was transferred', () => {
    const conversion = passedConversion({ transferred: 0, lost: 0, sql: 0, sqlOfLost: 0, won: 0, wonOfLost: 0 });
    expect(conversion).toEqual({ passed: 0, sql: null, won: null, rawSql: null });
  });

  it('no share is ever above one', () => {
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
