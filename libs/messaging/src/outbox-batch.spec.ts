import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordToSend } from './kafka-records.ts';
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

/** A broker that takes a request whole or, when one of its records is too large, not at all. */
class Broker {
  readonly log: RecordToSend[] = [];
  missing: string | undefined;

  async send(records: RecordToSend[]) {
    if (records.some(({ topic }) => topic === this.missing)) throw new Error('not there');
    if (records.some(({ value }) => value === 'too large')) {
      throw Object.assign(new Error('refused'), { type: 'MESSAGE_TOO_LARGE' });
    }
    this.log.push(...records);
    return [];
  }
}

describe('sending a batch of the outbox', () => {
  it('sends everything but what is refused for ever, in the order of each key and topic', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (batch) => {
        const broker = new Broker();
        const outcome = await sendRows(broker, batch);
        expect(outcome.refused.map(({ row }) => row.id).sort()).toEqual(
          batch
            .filter(({ value }) => value === 'too large')
            .map(({ id }) => id)
            .sort(),
        );
        expect(outcome.blocked).toEqual([]);
        for (const topic of ['one', 'two']) {
          for (const key of ['a', 'b', 'c']) {
            const isHere = (each: { topic: string; key: unknown }) => each.topic === topic && each.key === key;
            const wanted = batch.filter((row) => isHere(row) && row.value !== 'too large');
            expect(broker.log.filter(isHere).map(({ value }) => value)).toEqual(wanted.map(({ value }) => value));
          }
        }
      }),
    );
  });

  it('leaves a topic that cannot take records as it is, and sends the other', async () => {
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

  it('cuts a batch into portions that a broker takes, losing and reordering nothing', () => {
    fc.assert(
      fc.property(rows, (batch) => {
        const cut = chunks(batch);
        expect(cut.flat()).toEqual(batch);
        for (const portion of cut.filter(({ length }) => length > 1)) {
          expect(portion.reduce((bytes, { value }) => bytes + value.length, 0)).toBeLessThanOrEqual(700_000);
        }
      }),
    );
  });
});
