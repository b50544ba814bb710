import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import type { KafkaMessage } from 'kafkajs';
import { KafkaConnection } from './kafka.ts';
import type { RecordToSend } from './kafka-records.ts';
import { eventually, oneTo, MessagingEnvironment } from './spec/messaging-environment.ts';

describe('the outbox relay', () => {
  let world: MessagingEnvironment;
  beforeEach(async () => {
    world = await MessagingEnvironment.create();
  });
  afterEach(() => world?.close());

  const stepsInTopic = async (lead: string): Promise<number[]> =>
    (await world.messagesIn())
      .filter(({ received }) => received.key === lead)
      .map(({ received }) => (JSON.parse(received.value.toString()) as { step: number }).step);

  it('sends what a transaction wrote, and nothing of one that was rolled back', async () => {
    const relay = await world.relay();
    await world.append([{ lead: 'a', step: 1 }]);
    await expect(
      world.append([
        { lead: 'b', step: 1 },
        { lead: '\0', step: 2 },
      ]),
    ).rejects.toThrow();
    await eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );
    expect((await world.messagesIn()).map(({ received }) => received.key)).toEqual(['a']);
  });

  it('does not wait for its next poll when nudged', async () => {
    const anHour = 3_600_000;
    const relay = await world.relay(world.kafka, anHour);
    for (const lead of ['a', 'b']) {
      await world.append([{ lead, step: 1 }]);
      relay.nudge();
      await eventually(
        () => relay.pending(),
        (pending) => pending === 0,
      );
    }
  });

  it('sends CloudEvents in binary mode, as a plain client reads them', async () => {
    await world.relay();
    await world.append([{ lead: 'a', step: 1 }]);
    const client = new kafkajs.Kafka({ brokers: world.brokers, logLevel: kafkajs.logLevel.NOTHING });
    const consumer = client.consumer({ groupId: `${world.schema}.plain` });
    await consumer.connect();
    await consumer.subscribe({ topic: world.topic, fromBeginning: true });
    const message = await new Promise<KafkaMessage>((resolve, reject) => {
      consumer.run({ eachMessage: async (each) => resolve(each.message) }).catch(reject);
    });
    await consumer.disconnect();
    const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]);
    expect(Object.fromEntries(headers)).toEqual({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: 'a-1',
      ce_source: '/baton/test',
      ce_type: 'baton.step.v1',
      ce_time: '2026-01-05T09:00:00Z',
    });
    expect(message.key?.toString()).toBe('a');
    expect(JSON.parse(String(message.value))).toEqual({ lead: 'a', step: 1 });
  });

  it('keeps the order of each key, also when rows become visible out of the order of their ids', async () => {
    const late = await world.pool.connect();
    await late.query('BEGIN');
    await late.query(
      `INSERT INTO ${world.schema}.outbox (topic, key, headers, value) VALUES ($1, 'slow', '{}', '{"step":1}')`,
      [world.topic],
    );
    const relay = await world.relay();
    for (const step of oneTo(50)) await world.append(oneTo(20).map((lead) => ({ lead: `lead-${lead}`, step })));
    await eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );
    await late.query('COMMIT');
    late.release();
    await eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );
    for (const lead of oneTo(20)) expect(await stepsInTopic(`lead-${lead}`)).toEqual(oneTo(50));
    expect(await stepsInTopic('slow')).toEqual([1]);
  });

  it('keeps the order when two relays run side by side, and goes on when one of them ends', async () => {
    const first = await world.relay();
    const second = await world.relay(world.connection());
    for (const step of oneTo(60)) {
      await world.append(oneTo(5).map((lead) => ({ lead: `lead-${lead}`, step })));
      if (step === 30) await first.stop();
    }
    await eventually(
      () => second.pending(),
      (pending) => pending === 0,
    );
    for (const lead of oneTo(5)) expect(await stepsInTopic(`lead-${lead}`)).toEqual(oneTo(60));
  });

  it('sends again what it could not mark as sent, in order, when its connection dies between the two', async () => {
    const kafka = new DisconnectAfterSend(world);
    const relay = await world.relay(kafka);
    await world.append(oneTo(10).map((step) => ({ lead: 'a', step })));
    await eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );
    expect(await stepsInTopic('a')).toEqual([...oneTo(10), ...oneTo(10)]);
  });

  it('sets aside what Kafka refuses for ever, and sends what stands before and after it', async () => {
    const relay = await world.relay();
    await world.pool.query(
      `INSERT INTO ${world.schema}.outbox (topic, key, headers, value)
       SELECT $1, 'a', '{"ce_id":"x"}', json_build_object('step', step, 'load', repeat('x', CASE step WHEN 3 THEN 3000000 ELSE 10 END))
       FROM generate_series(1, 6) AS step`,
      [world.topic],
    );
    await eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );
    expect(await stepsInTopic('a')).toEqual([1, 2, 4, 5, 6]);
    const { rows } = await world.pool.query(`SELECT refused_reason FROM ${world.schema}.outbox`);
    expect(rows).toEqual([{ refused_reason: 'MESSAGE_TOO_LARGE' }]);
    expect(world.metricCounts.refused).toBe(1);
    expect(world.log.some(({ level, message }) => level === 'error' && message.includes('refuses'))).toBe(true);
  });

  it('lets other topics flow while one is not there, and sends to it when it is', async () => {
    const missing = `${world.topic}.missing`;
    const relay = await world.relay();
    await world.append([{ lead: 'a', step: 1 }], missing);
    await world.append([{ lead: 'b', step: 1 }]);
    await eventually(
      () => relay.pending(),
      (pending) => pending === 1,
    );
    expect(await stepsInTopic('b')).toEqual([1]);
    await world.createTopic(missing);
    await eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );
  });

  it('outlives the loss of every connection to PostgreSQL', async () => {
    const relay = await world.relay();
    await world.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name = $1`,
      [world.schema],
    );
    await world.append([{ lead: 'a', step: 1 }]);
    await eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );
  });
});

/** Ends the relay's database session right after its first send, as a crash at the worst moment would. */
class DisconnectAfterSend extends KafkaConnection {
  readonly #world: MessagingEnvironment;

  constructor(world: MessagingEnvironment) {
    super({ brokers: world.brokers, clientId: 'dying', logger: world.logger });
    this.#world = world;
  }

  override producer() {
    const producer = super.producer();
    const send = producer.send.bind(producer);
    let died = false;
    producer.send = async (records: RecordToSend[]) => {
      const places = await send(records);
      if (died) return places;
      died = true;
      await this.#world.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
         WHERE locktype = 'advisory' AND application_name = $1`,
        [this.#world.schema],
      );
      return places;
    };
    return producer;
  }
}
