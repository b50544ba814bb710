import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import type { KafkaMessage } from 'kafkajs';
import { KafkaConnection } from '../kafka/kafka.ts';
import type { RecordToSend } from '../kafka/kafka-records.ts';
import { eventually, oneTo, MessagingEnvironment } from '../spec/messaging-environment.ts';

describe('OutboxRelay', () => {
  let environment: MessagingEnvironment;
  beforeEach(async () => {
    environment = await MessagingEnvironment.create();
  });
  afterEach(() => environment?.close());

  const stepsInTopic = async (lead: string): Promise<number[]> =>
    (await environment.messagesIn())
      .filter(({ received }) => received.key === lead)
      .map(({ received }) => (JSON.parse(received.value.toString()) as { step: number }).step);

  it('messages of a committed transaction are sent, those of a rolled-back one are not', async () => {
    const relay = await environment.relay();
    await environment.append([{ lead: 'a', step: 1 }]);
    await expect(
      environment.append([
        { lead: 'b', step: 1 },
        { lead: '\0', step: 2 },
      ]),
    ).rejects.toThrow();
    await eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );
    expect((await environment.messagesIn()).map(({ received }) => received.key)).toEqual(['a']);
  });

  it('a nudged relay does not wait for its next poll', async () => {
    const anHour = 3_600_000;
    const relay = await environment.relay(environment.kafka, anHour);
    for (const lead of ['a', 'b']) {
      await environment.append([{ lead, step: 1 }]);
      relay.nudge();
      await eventually(
        () => relay.pending(),
        (pending) => pending === 0,
      );
    }
  });

  it('a plain Kafka client receives CloudEvents in binary mode', async () => {
    await environment.relay();
    await environment.append([{ lead: 'a', step: 1 }]);
    const client = new kafkajs.Kafka({ brokers: environment.brokers, logLevel: kafkajs.logLevel.NOTHING });
    const consumer = client.consumer({ groupId: `${environment.schema}.plain` });
    await consumer.connect();
    await consumer.subscribe({ topic: environment.topic, fromBeginning: true });
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

  it('the order of each key is kept when rows become visible out of the order of their ids', async () => {
    const late = await environment.pool.connect();
    await late.query('BEGIN');
    await late.query(
      `INSERT INTO ${environment.schema}.outbox (topic, key, headers, value) VALUES ($1, 'slow', '{}', '{"step":1}')`,
      [environment.topic],
    );
    const relay = await environment.relay();
    for (const step of oneTo(50)) await environment.append(oneTo(20).map((lead) => ({ lead: `lead-${lead}`, step })));
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

  it('the order of each key is kept by two relays, of which one stops', async () => {
    const first = await environment.relay();
    const second = await environment.relay(environment.connection());
    for (const step of oneTo(60)) {
      await environment.append(oneTo(5).map((lead) => ({ lead: `lead-${lead}`, step })));
      if (step === 30) await first.stop();
    }
    await eventually(
      () => second.pending(),
      (pending) => pending === 0,
    );
    for (const lead of oneTo(5)) expect(await stepsInTopic(`lead-${lead}`)).toEqual(oneTo(60));
  });

  it('messages are sent again in order when the connection is lost before they are marked as sent', async () => {
    const kafka = new DisconnectAfterSend(environment);
    const relay = await environment.relay(kafka);
    await environment.append(oneTo(10).map((step) => ({ lead: 'a', step })));
    await eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );
    expect(await stepsInTopic('a')).toEqual([...oneTo(10), ...oneTo(10)]);
  });

  it('a message that Kafka rejects is set aside, and those before and after it are sent', async () => {
    const relay = await environment.relay();
    await environment.pool.query(
      `INSERT INTO ${environment.schema}.outbox (topic, key, headers, value)
       SELECT $1, 'a', '{"ce_id":"x"}', json_build_object('step', step, 'load', repeat('x', CASE step WHEN 3 THEN 3000000 ELSE 10 END))
       FROM generate_series(1, 6) AS step`,
      [environment.topic],
    );
    await eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );
    expect(await stepsInTopic('a')).toEqual([1, 2, 4, 5, 6]);
    const { rows } = await environment.pool.query(`SELECT refused_reason FROM ${environment.schema}.outbox`);
    expect(rows).toEqual([{ refused_reason: 'MESSAGE_TOO_LARGE' }]);
    expect(environment.metricCounts.refused).toBe(1);
    expect(environment.log.some(({ level, message }) => level === 'error' && message.includes('rejects'))).toBe(true);
  });

  it('a missing topic does not block others, and its messages are sent once it exists', async () => {
    const missing = `${environment.topic}.missing`;
    const relay = await environment.relay();
    await environment.append([{ lead: 'a', step: 1 }], missing);
    await environment.append([{ lead: 'b', step: 1 }]);
    await eventually(
      () => relay.pending(),
      (pending) => pending === 1,
    );
    expect(await stepsInTopic('b')).toEqual([1]);
    await environment.createTopic(missing);
    await eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );
  });

  it('the relay survives the loss of every connection to PostgreSQL', async () => {
    const relay = await environment.relay();
    await environment.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name = $1`,
      [environment.schema],
    );
    await environment.append([{ lead: 'a', step: 1 }]);
    await eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );
  });
});

/** Terminates the relay's database session right after its first send, like a crash at the worst moment. */
class DisconnectAfterSend extends KafkaConnection {
  readonly #environment: MessagingEnvironment;

  constructor(environment: MessagingEnvironment) {
    super({ brokers: environment.brokers, clientId: 'disconnecting', logger: environment.logger });
    this.#environment = environment;
  }

  override producer() {
    const producer = super.producer();
    const send = producer.send.bind(producer);
    let hasDisconnected = false;
    producer.send = async (records: RecordToSend[]) => {
      const positions = await send(records);
      if (hasDisconnected) return positions;
      hasDisconnected = true;
      await this.#environment.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
         WHERE locktype = 'advisory' AND application_name = $1`,
        [this.#environment.schema],
      );
      return positions;
    };
    return producer;
  }
}
