import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PoisonMessage } from '../errors.ts';
import { eventually, oneTo, readStep, MessagingEnvironment } from '../spec/messaging-environment.ts';

describe('the loss of a topic', () => {
  let environment: MessagingEnvironment;
  beforeEach(async () => {
    environment = await MessagingEnvironment.create();
  });
  afterEach(() => environment?.close());

  /** Deletes the topic with all messages and committed offsets, and creates it again with offsets from 0. */
  async function loseTopic(): Promise<void> {
    await environment.kafka.withAdmin((admin) => admin.deleteTopics({ topics: [environment.topic] }));
    await eventually(
      () => environment.kafka.withAdmin((admin) => admin.listTopics()),
      (topics) => !topics.includes(environment.topic),
    );
    await environment.createTopic(environment.topic);
  }

  const sent = async (): Promise<string[]> =>
    (await environment.messagesIn()).map(({ received }) => {
      const { lead, step } = readStep(received);
      return `${lead}-${step}`;
    });
  const stepsSent = async (lead: string): Promise<string[]> =>
    (await sent()).filter((step) => step.startsWith(`${lead}-`));
  const append = (lead: string, ...steps: number[]): Promise<void> =>
    environment.append(steps.map((step) => ({ lead, step })));
  const isSent = async (relay: { pending(): Promise<number> }): Promise<unknown> =>
    eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );

  it('lost messages are sent again in order, before newer ones, and each event has its effect once', async () => {
    const before = await environment.relay();
    const consumer = await environment.consumer({ ordered: true });
    await append('a', 1, 2, 3);
    await eventually(
      () => environment.effectStepsOf('a'),
      ({ length }) => length === 3,
    );
    await consumer.stop();
    await append('a', 4, 5);
    await isSent(before);
    await before.stop();

    await loseTopic();
    await append('a', 6);
    const after = await environment.relay();
    await environment.consumer({ ordered: true });

    await eventually(
      () => environment.effectStepsOf('a'),
      ({ length }) => length === 6,
    );
    expect(await environment.effectStepsOf('a')).toEqual(oneTo(6));
    expect(await stepsSent('a')).toEqual(oneTo(6).map((step) => `a-${step}`));
    expect(environment.metricCounts.deadLetters).toBe(0);
    await isSent(after);
    expect(environment.log.some(({ message }) => message.startsWith('Kafka has lost'))).toBe(true);
  });

  it('a running relay detects the loss when it sends the next message', async () => {
    const relay = await environment.relay();
    await append('a', 1, 2);
    await append('b', 1);
    await isSent(relay);
    await loseTopic();
    await append('a', 3);
    await eventually(sent, (messages) => new Set(messages).size === 4);
    await isSent(relay);
    expect((await stepsSent('a')).slice(-3)).toEqual(['a-1', 'a-2', 'a-3']);
  });

  it('messages older than three days are purged, except those of compacted topics', async () => {
    const compactedTopic = 'baton.agreements.v1';
    const relay = await environment.relay();
    await append('a', 1, 2);
    await isSent(relay);
    await relay.stop();
    await environment.pool.query(
      `UPDATE ${environment.schema}.sent_message SET sent_at = now() - interval '73 hours' WHERE headers->>'ce_id' = 'a-1'`,
    );
    await environment.pool.query(
      `INSERT INTO ${environment.schema}.sent_message (id, topic, key, headers, value, sent_at)
       VALUES (0, $1, '1', '{}', '{}', now() - interval '9 years')`,
      [compactedTopic],
    );
    await environment.relay();
    const kept = async () =>
      (await environment.pool.query<{ id: string }>(`SELECT id FROM ${environment.schema}.sent_message ORDER BY id`))
        .rows;
    expect((await eventually(kept, ({ length }) => length < 3)).map(({ id }) => id)).toEqual(['0', '2']);
  });

  it('a poison message at the position of an earlier dead letter gets a separate dead letter', async () => {
    const read = () => {
      throw new PoisonMessage('wrong-schema', '/step is unknown');
    };
    const relay = await environment.relay();
    await environment.consumer({ read });
    await append('a', 1);
    await eventually(
      () => environment.deadLetters(),
      ({ length }) => length === 1,
    );
    await isSent(relay);
    await relay.stop();
    await environment.pool.query(`DELETE FROM ${environment.schema}.sent_message`);
    await loseTopic();
    await append('a', 2);
    await environment.relay();
    await eventually(
      () => environment.deadLetters(),
      ({ length }) => length === 2,
    );
  });
});
