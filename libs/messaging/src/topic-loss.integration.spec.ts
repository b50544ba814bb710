import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PoisonMessage } from './errors.ts';
import { eventually, oneTo, readStep, MessagingEnvironment } from './spec/messaging-environment.ts';

describe('a topic that Kafka has lost', () => {
  let world: MessagingEnvironment;
  beforeEach(async () => {
    world = await MessagingEnvironment.create();
  });
  afterEach(() => world?.close());

  /** Everything in it is gone, and the consumers' places with it; a new one takes its place, and begins at 0. */
  async function loseTopic(): Promise<void> {
    await world.kafka.withAdmin((admin) => admin.deleteTopics({ topics: [world.topic] }));
    await eventually(
      () => world.kafka.withAdmin((admin) => admin.listTopics()),
      (topics) => !topics.includes(world.topic),
    );
    await world.createTopic(world.topic);
  }

  const sent = async (): Promise<string[]> =>
    (await world.messagesIn()).map(({ received }) => {
      const { lead, step } = readStep(received);
      return `${lead}-${step}`;
    });
  const stepsSent = async (lead: string): Promise<string[]> =>
    (await sent()).filter((step) => step.startsWith(`${lead}-`));
  const append = (lead: string, ...steps: number[]): Promise<void> =>
    world.append(steps.map((step) => ({ lead, step })));
  const isSent = async (relay: { pending(): Promise<number> }): Promise<unknown> =>
    eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );

  it('is filled again in the old order, before anything newer, and no effect is had twice or lost', async () => {
    const before = await world.relay();
    const consumer = await world.consumer({ ordered: true });
    await append('a', 1, 2, 3);
    await eventually(
      () => world.effectStepsOf('a'),
      ({ length }) => length === 3,
    );
    await consumer.stop();
    await append('a', 4, 5);
    await isSent(before);
    await before.stop();

    await loseTopic();
    await append('a', 6);
    const after = await world.relay();
    await world.consumer({ ordered: true });

    await eventually(
      () => world.effectStepsOf('a'),
      ({ length }) => length === 6,
    );
    expect(await world.effectStepsOf('a')).toEqual(oneTo(6));
    expect(await stepsSent('a')).toEqual(oneTo(6).map((step) => `a-${step}`));
    expect(world.metricCounts.deadLetters).toBe(0);
    await isSent(after);
    expect(world.log.some(({ message }) => message.startsWith('Kafka has lost'))).toBe(true);
  });

  it('is noticed at the next message also by a relay that saw nothing of the loss', async () => {
    const relay = await world.relay();
    await append('a', 1, 2);
    await append('b', 1);
    await isSent(relay);
    await loseTopic();
    await append('a', 3);
    await eventually(sent, (messages) => new Set(messages).size === 4);
    await isSent(relay);
    expect((await stepsSent('a')).slice(-3)).toEqual(['a-1', 'a-2', 'a-3']);
  });

  it('is not filled again with what nobody can be waiting for any more, but for what is kept for ever', async () => {
    const forEver = 'baton.agreements.v1';
    const relay = await world.relay();
    await append('a', 1, 2);
    await isSent(relay);
    await relay.stop();
    await world.pool.query(
      `UPDATE ${world.schema}.sent_message SET sent_at = now() - interval '73 hours' WHERE headers->>'ce_id' = 'a-1'`,
    );
    await world.pool.query(
      `INSERT INTO ${world.schema}.sent_message (id, topic, key, headers, value, sent_at)
       VALUES (0, $1, '1', '{}', '{}', now() - interval '9 years')`,
      [forEver],
    );
    await world.relay();
    const kept = async () =>
      (await world.pool.query<{ id: string }>(`SELECT id FROM ${world.schema}.sent_message ORDER BY id`)).rows;
    expect((await eventually(kept, ({ length }) => length < 3)).map(({ id }) => id)).toEqual(['0', '2']);
  });

  it('gives a dead letter of its own to a message that stands where another one died', async () => {
    const read = () => {
      throw new PoisonMessage('wrong-schema', 'is new to us');
    };
    const relay = await world.relay();
    await world.consumer({ read });
    await append('a', 1);
    await eventually(
      () => world.deadLetters(),
      ({ length }) => length === 1,
    );
    await isSent(relay);
    await relay.stop();
    await world.pool.query(`DELETE FROM ${world.schema}.sent_message`);
    await loseTopic();
    await append('a', 2);
    await world.relay();
    await eventually(
      () => world.deadLetters(),
      ({ length }) => length === 2,
    );
  });
});
