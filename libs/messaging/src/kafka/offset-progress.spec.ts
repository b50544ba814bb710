import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OffsetProgress } from './offset-progress.ts';

describe('OffsetProgress', () => {
  it('the committable offset is the last one before the first unprocessed message', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 500 })), fc.func(fc.boolean()), (numbers, isProcessed) => {
        const offsets = numbers.sort((one, other) => one - other).map(String);
        const progress = new OffsetProgress(offsets);
        const processed = offsets.filter((offset) => isProcessed(offset));
        for (const offset of processed.toReversed()) progress.markProcessed(offset);
        const firstUnprocessed = offsets.findIndex((offset) => !processed.includes(offset));
        const expected = firstUnprocessed === -1 ? offsets.at(-1) : offsets[firstUnprocessed - 1];
        expect(progress.committable).toBe(expected);
      }),
    );
  });
});
