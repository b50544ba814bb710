import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toFetchedMessage } from './kafka-records.ts';
import type { FetchedMessage } from './kafka-records.ts';
import { KeyGroups, OffsetProgress } from './key-groups.ts';

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

describe('groups of keys', () => {
  it('give every message to exactly one lane, a key to one lane only, and each key in its order', () => {
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

  it('do not tie messages without a key together', () => {
    expect(new KeyGroups([message(null, 1), message(null, 2), message('a', 3)]).size).toBe(3);
  });
});

describe('the progress in a batch', () => {
  it('reaches exactly as far as nothing before is undone', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 500 })), fc.func(fc.boolean()), (numbers, isDone) => {
        const offsets = numbers.sort((one, other) => one - other).map(String);
        const progress = new OffsetProgress(offsets);
        const done = offsets.filter((offset) => isDone(offset));
        for (const offset of done.toReversed()) progress.done(offset);
        const firstUndone = offsets.findIndex((offset) => !done.includes(offset));
        const expected = firstUndone === -1 ? offsets.at(-1) : offsets[firstUndone - 1];
        expect(progress.reached).toBe(expected);
      }),
    );
  });
});
