import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { DependencyUnavailable, PoisonMessage } from './errors.ts';
import type { RecordToSend } from './kafka-records.ts';
import { KafkaOutage } from './spec/kafka-outage.ts';
import { eventually, oneTo, readStep, MessagingEnvironment } from './spec/messaging-environment.ts';
import type { Step } from './spec/messaging-environment.ts';

describe('the event consumer', () => {
  let world: MessagingEnvironment;
  beforeEach(async () => {
    world = await MessagingEnvironment.create();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await world?.close();
  });

  const allOf = (leads: number, steps: number): Step[] =>
    oneTo(steps).flatMap((step) => oneTo(leads).map((lead) => ({ lead: `lead-${lead}`, step })));

  it('has the effect of each event once and in the order of its key', async () => {
    await world.relay();
    await world.consumer();
    for (const step of oneTo(20)) await world.append(oneTo(25).map((lead) => ({ lead: `lead-${lead}`, step })));
    await eventually(
      () => world.effects(),
      (effects) => effects.length >= 500,
    );
    for (const lead of oneTo(25)) expect(await world.effectStepsOf(`lead-${lead}`)).toEqual(oneTo(20));
  });

  it('recognises what the relay or a producer sent twice', async () => {
    await world.relay();
    await world.consumer();
    await world.append([...allOf(3, 4), ...allOf(3, 4)]);
    await world.append(allOf(3, 5));
    await eventually(
      () => world.effects(),
      (effects) => effects.length >= 15,
    );
    await eventually(
      () => world.metricCounts.duplicates,
      (duplicates) => duplicates === 24,
    );
    expect(await world.effects()).toHaveLength(15);
  });

  it('sends poison to the dead letters at once, untouched and with its story, and holds up nothing', async () => {
    await world.relay();
    const read: typeof readStep = (message) => {
      const step = readStep(message);
      if (step.lead === 'bad') throw new PoisonMessage('wrong-schema', '/step must be a number');
      return step;
    };
    await world.consumer({ read });
    await world.append([{ lead: 'bad', step: 1 }, ...allOf(5, 10), { lead: 'bad', step: 2 }]);
    await eventually(
      () => world.effects(),
      (effects) => effects.length === 50,
    );
    const letters = await eventually(
      () => world.messagesIn(`${world.topic}.dlq`).catch(() => []),
      ({ length }) => length === 2,
    );
    expect(letters[0]?.received.value.toString()).toBe('{"lead":"bad","step":1}');
    expect(letters[0]?.received.headers).toMatchObject({
      ce_id: 'bad-1',
      'baton-dlq-consumer': 'recorder',
      'baton-dlq-topic': world.topic,
      'baton-dlq-code': 'wrong-schema',
      'baton-dlq-reason': '/step must be a number',
      'baton-dlq-partition': expect.stringMatching(/^\d$/) as unknown,
      'baton-dlq-offset': expect.stringMatching(/^\d+$/) as unknown,
      'baton-dlq-at': expect.stringMatching(/^20/) as unknown,
    });
    expect(await world.deadLetters()).toMatchObject([
      { code: 'wrong-schema', key: null },
      { code: 'wrong-schema', key: null },
    ]);
  });

  it('tries an unknown error three times, then sets the message aside', async () => {
    await world.relay();
    let tries = 0;
    const handle = async (event: unknown) => {
      if ((event as Step).lead !== 'bad') return;
      tries += 1;
      throw new TypeError('a defect in the handler');
    };
    await world.consumer({ handle });
    await world.append([{ lead: 'bad', step: 1 }]);
    const [letter] = await eventually(
      () => world.deadLetters(),
      ({ length }) => length === 1,
    );
    expect(letter?.code).toBe('unknown-error');
    expect(tries).toBe(3);
    await world.append([{ lead: 'good', step: 1 }]);
    await eventually(
      () => world.metricCounts.consumed,
      (consumed) => consumed === 1,
    );
  });

  it('waits while something it needs is away, counts no try, and goes on by itself', async () => {
    await world.relay();
    let away = true;
    let tries = 0;
    const handled: Step[] = [];
    const handle = async (event: unknown) => {
      tries += 1;
      if (away) throw new DependencyUnavailable('the other side restarts');
      handled.push(event as Step);
    };
    await world.consumer({ isIdempotent: true, handle });
    await world.append(oneTo(5).map((step) => ({ lead: 'a', step })));
    await eventually(
      () => tries,
      (count) => count >= 5,
    );
    away = false;
    await eventually(
      () => handled,
      ({ length }) => length >= 5,
    );
    expect(handled.map(({ step }) => step)).toEqual(oneTo(5));
    expect(await world.deadLetters()).toEqual([]);
  });

  it('waits for PostgreSQL, whose lost connections end no process and cost no message', async () => {
    await world.relay();
    await world.consumer();
    const ours = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1';
    // It ends its own connection too.
    const cut = (): Promise<unknown> => world.pool.query(ours, [world.schema]).catch(() => undefined);
    for (const step of oneTo(40)) {
      const write = () => world.append(oneTo(5).map((lead) => ({ lead: `lead-${lead}`, step })));
      while (
        !(await write().then(
          () => true,
          () => false,
        ))
      );
      // By progress and not by a clock: between two cuts something is done on the slowest machine.
      if (step % 2 === 0) await cut();
    }
    // The look may lose its connection to the last cut.
    const look = () => world.effects().catch(() => []);
    for (const reached of [50, 100, 150]) {
      await eventually(look, ({ length }) => length >= reached);
      await cut();
    }
    await eventually(look, (effects) => new Set(effects.map(({ lead, step }) => `${lead}/${step}`)).size === 200);
    for (const lead of oneTo(5)) expect(await world.effectStepsOf(`lead-${lead}`)).toEqual(oneTo(40));
    expect(await world.deadLetters()).toEqual([]);
  });

  it('relays and consumes on when Kafka was away', async () => {
    const outage = new KafkaOutage(world.brokers);
    const relay = await world.relay();
    await world.consumer();
    await world.append(allOf(5, 10));
    outage.begin();
    await world.append(oneTo(5).map((lead) => ({ lead: `lead-${lead}`, step: 11 })));
    await sleep(1500);
    expect(await relay.pending()).toBeGreaterThanOrEqual(5);
    expect(world.kafka.isConnected).toBe(false);
    await expect(world.kafka.check()).rejects.toThrow();
    outage.end();
    await world.append(oneTo(5).map((lead) => ({ lead: `lead-${lead}`, step: 12 })));
    await eventually(
      () => world.effects(),
      (effects) => effects.length >= 60,
    );
    for (const lead of oneTo(5)) expect(await world.effectStepsOf(`lead-${lead}`)).toEqual(oneTo(12));
    expect(world.kafka.isConnected).toBe(true);
  });

  it('finishes what is in hand when stopped, and the next one begins behind it', async () => {
    await world.relay();
    const handled: number[] = [];
    const handle = async (event: unknown) => {
      await sleep(20);
      handled.push((event as Step).step);
    };
    const first = await world.consumer({ isIdempotent: true, handle });
    await world.append(oneTo(40).map((step) => ({ lead: 'a', step })));
    await eventually(
      () => handled,
      ({ length }) => length >= 5,
    );
    await first.stop();
    await world.consumer({ isIdempotent: true, handle });
    await eventually(
      () => handled,
      ({ length }) => length >= 40,
    );
    expect(handled).toEqual(oneTo(40));
  });

  it('has each effect once when its process is killed again and again amid a batch', async () => {
    await world.relay();
    for (const step of oneTo(40)) await world.append(oneTo(20).map((lead) => ({ lead: `lead-${lead}`, step })));
    const program = new URL('./spec/recording-consumer-process.ts', import.meta.url).pathname;
    const parameters = ['--conditions=@baton/source', program, world.schema, world.topic, world.brokers.join(',')];
    for (const enough of [50, 200]) {
      const child = spawn(process.execPath, parameters, {
        stdio: 'inherit',
        env: { ...process.env, NODE_OPTIONS: '' },
      });
      try {
        await eventually(
          () => world.effects(),
          ({ length }) => length >= enough,
        );
      } finally {
        child.kill('SIGKILL');
      }
    }
    expect((await world.effects()).length).toBeLessThan(800);
    await world.consumer({ ordered: true });
    await eventually(
      () => world.effects(),
      ({ length }) => length >= 800,
    );
    for (const lead of oneTo(20)) expect(await world.effectStepsOf(`lead-${lead}`)).toEqual(oneTo(40));
    expect(await world.deadLetters()).toEqual([]);
  });

  it('takes any bytes that a client may send without ever standing still', async () => {
    await world.consumer({ ordered: true });
    const producer = world.kafka.producer();
    const record = (change: Partial<RecordToSend>): RecordToSend => ({
      topic: world.topic,
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
      record({ key: 'e', headers: { ...ce, ce_id: 'e', 'baton-replay-for': 'somebody else' } }),
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
      () => world.effectStepsOf('end'),
      ({ length }) => length === 3,
    );
    const letters = await eventually(
      () => world.deadLetters(),
      ({ length }) => length === 4,
    );
    const codes = letters.map(({ code }) => code).sort();
    expect(codes).toEqual(['empty', 'unknown-error', 'unreadable-json', 'unreadable-json']);
  });
});
