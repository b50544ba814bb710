import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { DependencyUnavailable, PoisonMessage } from '../errors.ts';
import type { RecordToSend } from '../kafka/kafka-records.ts';
import { KafkaOutage } from '../spec/kafka-outage.ts';
import { eventually, oneTo, readStep, MessagingEnvironment } from '../spec/messaging-environment.ts';
import type { Step } from '../spec/messaging-environment.ts';

describe('EventConsumer', () => {
  let environment: MessagingEnvironment;
  beforeEach(async () => {
    environment = await MessagingEnvironment.create();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await environment?.close();
  });

  const allOf = (leads: number, steps: number): Step[] =>
    oneTo(steps).flatMap((step) => oneTo(leads).map((lead) => ({ lead: `lead-${lead}`, step })));

  it('each event has its effect once and in the order of its key', async () => {
    await environment.relay();
    await environment.consumer();
    for (const step of oneTo(20)) await environment.append(oneTo(25).map((lead) => ({ lead: `lead-${lead}`, step })));
    await eventually(
      () => environment.effects(),
      (effects) => effects.length >= 500,
    );
    for (const lead of oneTo(25)) expect(await environment.effectStepsOf(`lead-${lead}`)).toEqual(oneTo(20));
  });

  it('an event that is sent twice has its effect once', async () => {
    await environment.relay();
    await environment.consumer();
    await environment.append([...allOf(3, 4), ...allOf(3, 4)]);
    await environment.append(allOf(3, 5));
    await eventually(
      () => environment.effects(),
      (effects) => effects.length >= 15,
    );
    await eventually(
      () => environment.metricCounts.duplicates,
      (duplicates) => duplicates === 24,
    );
    expect(await environment.effects()).toHaveLength(15);
  });

  it('a poison message goes unchanged to the dead letters, with the reason in its headers, and holds up no other', async () => {
    await environment.relay();
    const read: typeof readStep = (message) => {
      const step = readStep(message);
      if (step.lead === 'bad') throw new PoisonMessage('wrong-schema', '/step must be a number');
      return step;
    };
    await environment.consumer({ read });
    await environment.append([{ lead: 'bad', step: 1 }, ...allOf(5, 10), { lead: 'bad', step: 2 }]);
    await eventually(
      () => environment.effects(),
      (effects) => effects.length === 50,
    );
    const letters = await eventually(
      () => environment.messagesIn(`${environment.topic}.dlq`).catch(() => []),
      ({ length }) => length === 2,
    );
    expect(letters[0]?.received.value.toString()).toBe('{"lead":"bad","step":1}');
    expect(letters[0]?.received.headers).toMatchObject({
      ce_id: 'bad-1',
      'baton-dlq-consumer': 'recorder',
      'baton-dlq-topic': environment.topic,
      'baton-dlq-code': 'wrong-schema',
      'baton-dlq-reason': '/step must be a number',
      'baton-dlq-partition': expect.stringMatching(/^\d$/) as unknown,
      'baton-dlq-offset': expect.stringMatching(/^\d+$/) as unknown,
      'baton-dlq-at': expect.stringMatching(/^20/) as unknown,
    });
    expect(await environment.deadLetters()).toMatchObject([
      { code: 'wrong-schema', key: null },
      { code: 'wrong-schema', key: null },
    ]);
  });

  it('a message that fails with an unknown error is set aside after three attempts', async () => {
    await environment.relay();
    let attempts = 0;
    const handle = async (event: unknown) => {
      if ((event as Step).lead !== 'bad') return;
      attempts += 1;
      throw new TypeError('a bug in the handler');
    };
    await environment.consumer({ handle });
    await environment.append([{ lead: 'bad', step: 1 }]);
    const [letter] = await eventually(
      () => environment.deadLetters(),
      ({ length }) => length === 1,
    );
    expect(letter?.code).toBe('unknown-error');
    expect(attempts).toBe(3);
    await environment.append([{ lead: 'good', step: 1 }]);
    await eventually(
      () => environment.metricCounts.consumed,
      (consumed) => consumed === 1,
    );
  });

  it('the consumer waits for an unavailable dependency without counting attempts, and resumes automatically', async () => {
    await environment.relay();
    let isUnavailable = true;
    let attempts = 0;
    const handled: Step[] = [];
    const handle = async (event: unknown) => {
      attempts += 1;
      if (isUnavailable) throw new DependencyUnavailable('the peer restarts');
      handled.push(event as Step);
    };
    await environment.consumer({ isIdempotent: true, handle });
    await environment.append(oneTo(5).map((step) => ({ lead: 'a', step })));
    await eventually(
      () => attempts,
      (count) => count >= 5,
    );
    isUnavailable = false;
    await eventually(
      () => handled,
      ({ length }) => length >= 5,
    );
    expect(handled.map(({ step }) => step)).toEqual(oneTo(5));
    expect(await environment.deadLetters()).toEqual([]);
  });

  it('lost connections to PostgreSQL neither end the process nor lose a message', async () => {
    await environment.relay();
    await environment.consumer();
    const terminate = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1';
    // The query terminates its own connection too.
    const disconnect = (): Promise<unknown> =>
      environment.pool.query(terminate, [environment.schema]).catch(() => undefined);
    for (const step of oneTo(40)) {
      const write = () => environment.append(oneTo(5).map((lead) => ({ lead: `lead-${lead}`, step })));
      while (
        !(await write().then(
          () => true,
          () => false,
        ))
      );
      // Driven by progress and not by time, so that even the slowest machine gets something done in between.
      if (step % 2 === 0) await disconnect();
    }
    // The last disconnect may also hit this query.
    const readEffects = () => environment.effects().catch(() => []);
    for (const reached of [50, 100, 150]) {
      await eventually(readEffects, ({ length }) => length >= reached);
      await disconnect();
    }
    await eventually(
      readEffects,
      (effects) => new Set(effects.map(({ lead, step }) => `${lead}/${step}`)).size === 200,
    );
    for (const lead of oneTo(5)) expect(await environment.effectStepsOf(`lead-${lead}`)).toEqual(oneTo(40));
    expect(await environment.deadLetters()).toEqual([]);
  });

  it('relay and consumer resume after an outage of Kafka', async () => {
    const outage = new KafkaOutage(environment.brokers);
    const relay = await environment.relay();
    await environment.consumer();
    await environment.append(allOf(5, 10));
    outage.begin();
    await environment.append(oneTo(5).map((lead) => ({ lead: `lead-${lead}`, step: 11 })));
    await sleep(1500);
    expect(await relay.pending()).toBeGreaterThanOrEqual(5);
    expect(environment.kafka.isConnected).toBe(false);
    await expect(environment.kafka.check()).rejects.toThrow();
    outage.end();
    await environment.append(oneTo(5).map((lead) => ({ lead: `lead-${lead}`, step: 12 })));
    await eventually(
      () => environment.effects(),
      (effects) => effects.length >= 60,
    );
    for (const lead of oneTo(5)) expect(await environment.effectStepsOf(`lead-${lead}`)).toEqual(oneTo(12));
    expect(environment.kafka.isConnected).toBe(true);
  });

  it('a stopped consumer finishes the messages in progress, and the next one continues after them', async () => {
    await environment.relay();
    const handled: number[] = [];
    const handle = async (event: unknown) => {
      await sleep(20);
      handled.push((event as Step).step);
    };
    const first = await environment.consumer({ isIdempotent: true, handle });
    await environment.append(oneTo(40).map((step) => ({ lead: 'a', step })));
    await eventually(
      () => handled,
      ({ length }) => length >= 5,
    );
    await first.stop();
    await environment.consumer({ isIdempotent: true, handle });
    await eventually(
      () => handled,
      ({ length }) => length >= 40,
    );
    expect(handled).toEqual(oneTo(40));
  });

  it('each event has its effect once although the process is killed repeatedly during a batch', async () => {
    await environment.relay();
    for (const step of oneTo(40)) await environment.append(oneTo(20).map((lead) => ({ lead: `lead-${lead}`, step })));
    const program = new URL('../spec/recording-consumer-process.ts', import.meta.url).pathname;
    const parameters = [
      '--conditions=@baton/source',
      program,
      environment.schema,
      environment.topic,
      environment.brokers.join(','),
    ];
    for (const enough of [50, 200]) {
      const child = spawn(process.execPath, parameters, {
        stdio: 'inherit',
        env: { ...process.env, NODE_OPTIONS: '' },
      });
      try {
        await eventually(
          () => environment.effects(),
          ({ length }) => length >= enough,
        );
      } finally {
        child.kill('SIGKILL');
      }
    }
    expect((await environment.effects()).length).toBeLessThan(800);
    await environment.consumer({ ordered: true });
    await eventually(
      () => environment.effects(),
      ({ length }) => length >= 800,
    );
    for (const lead of oneTo(20)) expect(await environment.effectStepsOf(`lead-${lead}`)).toEqual(oneTo(40));
    expect(await environment.deadLetters()).toEqual([]);
  });

  it('no bytes that a client can send stop the consumer', async () => {
    await environment.consumer({ ordered: true });
    const producer = environment.kafka.producer();
    const record = (change: Partial<RecordToSend>): RecordToSend => ({
      topic: environment.topic,
      key: 'a',
      value: '{}',
      headers: {},
      ...change,
    });
    const ce = { ce_specversion: '1.0', ce_source: 's', ce_type: 't' };
    await producer.send([
      record({ key: null, partition: 0, value: null }),
      record({ key: 'zero\0key', value: 'not json' }),
      record({ key: Buffer.from([0xff, 0xfe]), value: Buffer.from([0xc3, 0x28]) }),
      record({ key: 'b', headers: { ...ce, ce_id: 'null\0' }, value: '{"lead":"b","step":1}' }),
      record({
        key: 'c',
        headers: { ...ce, ce_id: 'c', 'baton-replay-for': 'recorder', 'baton-replay-of': '9'.repeat(40) },
      }),
      record({ key: 'd', headers: { ...ce, ce_id: 'd', 'baton-replay-for': 'recorder', 'baton-replay-of': '77' } }),
      record({ key: 'e', headers: { ...ce, ce_id: 'e', 'baton-replay-for': 'another-consumer' } }),
    ]);
    await producer.send(
      [0, 1, 2].map((partition) => ({
        ...record({ key: `end-${partition}`, headers: { ...ce, ce_id: `end-${partition}` } }),
        value: `{"lead":"end","step":${partition}}`,
        partition,
      })),
    );
    await producer.close();
    await eventually(
      () => environment.effectStepsOf('end'),
      ({ length }) => length === 3,
    );
    const letters = await eventually(
      () => environment.deadLetters(),
      ({ length }) => length === 4,
    );
    const codes = letters.map(({ code }) => code).sort();
    expect(codes).toEqual(['empty', 'unknown-error', 'unreadable-json', 'unreadable-json']);
  });
});
