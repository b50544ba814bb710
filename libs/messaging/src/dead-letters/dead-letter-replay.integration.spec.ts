import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deadLetterCommand } from './dead-letter-command.ts';
import { PoisonMessage } from '../errors.ts';
import type { AnySubscription } from '../events/subscription.ts';
import type { ReceivedMessage } from '../kafka/received-message.ts';
import { eventually, readStep, MessagingEnvironment } from '../spec/messaging-environment.ts';

const eventHeaders = { ce_specversion: '1.0', ce_source: '/test', ce_type: 'step' };

describe('the replay of dead letters', () => {
  let environment: MessagingEnvironment;
  let topic: string;
  let isRejecting: boolean;
  let handled: ReceivedMessage[];

  beforeEach(async () => {
    environment = await MessagingEnvironment.create();
    topic = `${environment.schema}.dated`;
    isRejecting = true;
    handled = [];
    await environment.createTopic(topic, 1, { 'message.timestamp.type': 'LogAppendTime' });
    await environment.consumer({ topic, read, isIdempotent: true, handle });
  });
  afterEach(() => environment?.close());

  const read: AnySubscription['read'] = (message) => {
    if (isRejecting) throw new PoisonMessage('wrong-schema', 'rejected by the test');
    return readStep(message);
  };
  const handle = async (_event: unknown, { message }: { message: ReceivedMessage }): Promise<void> => {
    handled.push(message);
  };
  const send = async (id: string, headers: Record<string, string> = {}): Promise<void> => {
    const producer = environment.kafka.producer();
    const value = JSON.stringify({ lead: id, step: 1 });
    await producer.send([{ topic, key: id, value, headers: { ...eventHeaders, ce_id: id, ...headers } }]);
  };
  const letters = () => environment.deadLetters();
  const isCopied = async (): Promise<boolean> => {
    const { rows } = await environment.pool.query(`SELECT dlq_offset FROM ${environment.schema}.dead_letter`);
    return rows[0]?.dlq_offset === '0';
  };
  const replayAll = (): Promise<number> =>
    deadLetterCommand(['replay', '--all'], {
      database: { connectionString: process.env['TEST_POSTGRES_URL'] ?? '' },
      kafka: { brokers: environment.brokers },
      print: () => undefined,
      waitMilliseconds: 10_000,
    });

  it('a replayed message has the time of its original, also in a topic that the broker dates', async () => {
    await send('a');
    await eventually(letters, ({ length }) => length === 1);
    const { rows } = await environment.pool.query<{ received_at: Date }>(
      `SELECT received_at FROM ${environment.schema}.dead_letter`,
    );
    isRejecting = false;
    expect(await replayAll()).toBe(0);
    expect(handled).toMatchObject([{ isDatedByBroker: true, receivedAt: rows[0]?.received_at }]);
    const [original, replay] = await environment.messagesIn(topic);
    expect(replay?.received.receivedAt.getTime()).toBeGreaterThan(original?.received.receivedAt.getTime() ?? 0);
  });

  it('an expired dead letter is replayed from its original topic', async () => {
    await send('a');
    const copies = `${topic}.dlq`;
    await eventually(isCopied, (copied) => copied);
    await environment.kafka.withAdmin(async (admin) => {
      // kafkajs loads the metadata of a topic, which deleting needs, with its offsets only.
      await admin.fetchTopicOffsets(copies);
      await admin.deleteTopicRecords({ topic: copies, partitions: [{ partition: 0, offset: '1' }] });
    });
    isRejecting = false;
    expect(await replayAll()).toBe(0);
    expect(handled).toHaveLength(1);
  });

  it('a message that forges the headers of a replay has its own time and leaves the letter waiting', async () => {
    await send('a');
    const [letter] = await eventually(letters, ({ length }) => length === 1);
    isRejecting = false;
    const before = Date.now();
    const replay = { for: 'recorder', of: letter?.id ?? '', partition: '0', offset: '0' };
    await send('b', Object.fromEntries(Object.entries(replay).map(([name, value]) => [`baton-replay-${name}`, value])));
    await eventually(
      () => handled,
      ({ length }) => length === 1,
    );
    expect(handled[0]?.receivedAt.getTime()).toBeGreaterThanOrEqual(before);
    expect(await letters()).toMatchObject([{ state: 'waiting' }]);
    expect(await replayAll()).toBe(0);
    expect(handled.map(({ key }) => key)).toEqual(['b', 'a']);
  });
});
