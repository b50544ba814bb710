import fc from 'fast-check';
import { share, shareInterval } from './share.ts';

describe('shareInterval', () => {
  it('the interval contains the share, stays within 0 and 1, and narrows with more cases', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.nat(1000), (whole, some) => {
        const part = Math.min(some, whole);
        const few = shareInterval(part, whole);
        const many = shareInterval(part * 10, whole * 10);
        if (!few || !many) throw new Error('expected an interval');
        const exact = share(part, whole) ?? NaN;
        expect(few.low).toBeLessThanOrEqual(exact + 1e-12);
        expect(few.high).toBeGreaterThanOrEqual(exact - 1e-12);
        expect(few.low).toBeGreaterThanOrEqual(0);
        expect(few.high).toBeLessThanOrEqual(1);
        expect(many.high - many.low).toBeLessThan(few.high - few.low);
      }),
    );
  });

  it('the interval is null without cases', () => {
    expect(shareInterval(0, 0)).toBeNull();
  });
});
