import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toFetchedMessage } from './kafka-records.ts';
import type { FetchedMessage } from './kafka-records.ts';
import { KeyGroups } from './key-groups.ts';

const message = (key: string | null, offset: number): FetchedMessage =>
  toFetchedMessage('topic', 0, {
    offset: String(offset),
    key: key === null ? null : Buffer.from(key),
    value: null,
    timestamp: '0',
  });

const batches = fc
  .array(fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e')), { maxLength: 60 })
  .map((keys) => keys.map(message));

describe('KeyGroups', () => {
  it('each message goes to exactly one lane, and the messages of a key to one lane in their order', () => {
    fc.assert(
      fc.property(batches, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (batch, sizes) => {
        const groups = new KeyGroups(batch);
        const claims: FetchedMessage[][] = [];
        for (let turn = 0; ; turn += 1) {
          const claimed = groups.claim(sizes[turn % sizes.length] ?? 1);
          if (claimed.length === 0) break;
          claims.push(claimed);
        }
        expect(
          claims
            .flat()
            .map(({ offset }) => Number(offset))
            .sort((one, other) => one - other),
        ).toEqual(batch.map((_, index) => index));
        for (const key of ['a', 'b', 'c', 'd', 'e']) {
          const lanes = claims.map((claim) => claim.filter(({ received }) => received.key === key));
          const offsets = lanes.flat().map(({ offset }) => Number(offset));
          expect(lanes.filter(({ length }) => length > 0).length).toBeLessThanOrEqual(1);
          expect(offsets).toEqual([...offsets].sort((one, other) => one - other));
        }
      }),
    );
  });

  it('each message without a key forms its own group', () => {
    expect(new KeyGroups([message(null, 1), message(null, 2), message('a', 3)]).size).toBe(3);
  });
});
