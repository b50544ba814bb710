import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordToSend } from '../kafka/kafka-records.ts';
import { chunks, sendRows } from './outbox-batch.ts';
import type { OutboxRow } from './outbox-batch.ts';

const rowsOf = (values: { topic: string; key: string; value: string }[]): OutboxRow[] =>
  values.map((value, index) => ({ ...value, id: String(index + 1), headers: {} }));

const rows = fc
  .array(
    fc.record({
      topic: fc.constantFrom('one', 'two'),
      key: fc.constantFrom('a', 'b', 'c'),
      value: fc.constantFrom('x', 'xx', 'too large', 'x'.repeat(400_000)),
    }),
    { maxLength: 25 },
  )
  .map(rowsOf);

/** A broker that rejects a whole request when one of its records is too large. */
class Broker {
  readonly log: RecordToSend[] = [];
  missing: string | undefined;

  async send(records: RecordToSend[]) {
    if (records.some(({ topic }) => topic === this.missing)) throw new Error('unknown topic');
    if (records.some(({ value }) => value === 'too large')) {
      throw Object.assign(new Error('refused'), { type: 'MESSAGE_TOO_LARGE' });
    }
    this.log.push(...records);
    return [];
  }
}

describe('sendRows', () => {
  it('every row that is not rejected is sent, in the order of each key and topic', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (batch) => {
        const broker = new Broker();
        const result = await sendRows(broker, batch);
        expect(result.refused.map(({ row }) => row.id).sort()).toEqual(
          batch
            .filter(({ value }) => value === 'too large')
            .map(({ id }) => id)
            .sort(),
        );
        expect(result.blocked).toEqual([]);
        for (const topic of ['one', 'two']) {
          for (const key of ['a', 'b', 'c']) {
            const matches = (each: { topic: string; key: unknown }) => each.topic === topic && each.key === key;
            const expected = batch.filter((row) => matches(row) && row.value !== 'too large');
            expect(broker.log.filter(matches).map(({ value }) => value)).toEqual(expected.map(({ value }) => value));
          }
        }
      }),
    );
  });

  it('a blocked topic does not keep rows of another topic from being sent', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (batch) => {
        const broker = new Broker();
        broker.missing = 'one';
        const { sent, refused, blocked } = await sendRows(broker, batch);
        expect(sent.length + refused.length).toBe(batch.filter(({ topic }) => topic === 'two').length);
        expect(blocked.map(({ topic }) => topic)).toEqual(batch.some(({ topic }) => topic === 'one') ? ['one'] : []);
      }),
    );
  });
});

describe('chunks', () => {
  it('chunks fit into one request and keep every row in order', () => {
    fc.assert(
      fc.property(rows, (batch) => {
        const result = chunks(batch);
        expect(result.flat()).toEqual(batch);
        for (const chunk of result.filter(({ length }) => length > 1)) {
          expect(chunk.reduce((bytes, { value }) => bytes + value.length, 0)).toBeLessThanOrEqual(700_000);
        }
      }),
    );
  });
});
