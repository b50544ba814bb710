import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deadLetterCommand } from './dead-letter-command.ts';
import { DependencyUnavailable, PoisonMessage } from './errors.ts';
import type { AnySubscription } from './subscription.ts';
import { eventually, oneTo, readStep, MessagingEnvironment } from './spec/messaging-environment.ts';

describe('dead letters', () => {
  let world: MessagingEnvironment;
  let printed: string[];
  /** What the reader of a test cannot take, until it is mended. */
  let broken: Set<string>;

  beforeEach(async () => {
    world = await MessagingEnvironment.create();
    printed = [];
    broken = new Set();
  });
  afterEach(() => world?.close());

  const read: AnySubscription['read'] = (message) => {
    const step = readStep(message);
    if (broken.has(`${step.lead}-${step.step}`)) throw new PoisonMessage('wrong-schema', '/step is new to us');
    return step;
  };
  const dlq = (...parameters: string[]): Promise<number> =>
    deadLetterCommand(parameters, {
      databaseUrl: process.env['TEST_POSTGRES_URL'] ?? '',
      brokers: world.brokers,
      print: (line) => printed.push(line),
      waitMilliseconds: 10_000,
    });
  const waiting = async () => (await world.deadLetters()).filter(({ state }) => state === 'waiting');
  const parkedAfterBreaking = async (step: number, upTo: number): Promise<void> => {
    broken.add(`a-${step}`);
    await world.append(oneTo(upTo).map((each) => ({ lead: 'a', step: each })));
    await world.append(oneTo(upTo).map((each) => ({ lead: 'b', step: each })));
    await eventually(waiting, ({ length }) => length === upTo - step + 1);
  };
  const idOf = async (index: number): Promise<string> =>
    `${world.schema}:${(await world.deadLetters())[index]?.id ?? ''}`;

  it('parks a key behind its dead letter where order matters, while others flow', async () => {
    await world.relay();
    await world.consumer({ read, ordered: true });
    await parkedAfterBreaking(3, 6);
    expect(await world.effectStepsOf('a')).toEqual([1, 2]);
    await eventually(
      () => world.effectStepsOf('b'),
      ({ length }) => length === 6,
    );
    expect((await world.deadLetters()).map(({ code }) => code)).toEqual(['wrong-schema', 'parked', 'parked', 'parked']);
    expect((await world.messagesIn(`${world.topic}.dlq`)).map(({ rawKey }) => rawKey?.toString())).toEqual(
      oneTo(4).map(() => 'a'),
    );
    const { rows } = await world.pool.query(`SELECT key, message_count FROM ${world.schema}.parked_key`);
    expect(rows).toEqual([{ key: 'a', message_count: '4' }]);
  });

  it('does not park where order does not matter', async () => {
    await world.relay();
    await world.consumer({ read });
    broken.add('a-3');
    await world.append(oneTo(6).map((step) => ({ lead: 'a', step })));
    await eventually(
      () => world.effectStepsOf('a'),
      ({ length }) => length === 5,
    );
    expect(await world.effectStepsOf('a')).toEqual([1, 2, 4, 5, 6]);
  });

  it('replays a parked key in order, to that consumer alone, and frees it', async () => {
    await world.relay();
    await world.consumer({ read, ordered: true });
    await world.consumer({}, { name: 'bystander' });
    await parkedAfterBreaking(3, 6);
    broken.clear();
    expect(await dlq('replay', await idOf(2))).toBe(0);
    expect(await world.effectStepsOf('a')).toEqual(oneTo(6));
    await world.append([{ lead: 'a', step: 7 }]);
    await eventually(
      () => world.effectStepsOf('a'),
      ({ length }) => length === 7,
    );
    expect(await waiting()).toEqual([]);
    await eventually(
      () => world.effectStepsOf('a', 'bystander'),
      ({ length }) => length === 7,
    );
    expect(await world.effectStepsOf('a', 'bystander')).toEqual(oneTo(7));
  });

  it('keeps the order of messages that arrive while the key is replayed', async () => {
    await world.relay();
    await world.consumer({ read, ordered: true });
    await parkedAfterBreaking(1, 20);
    broken.clear();
    const replaying = dlq('replay', await idOf(0));
    for (const step of [21, 22, 23, 24, 25]) await world.append([{ lead: 'a', step }]);
    // It may give up on its wait before all that came meanwhile is through; what counts is that all comes, in order.
    await replaying;
    const done = async () => (await waiting()).length === 0 && (await world.effectStepsOf('a')).length === 25;
    await eventually(
      async () => (await done()) || (await dlq('replay', '--all'), await done()),
      (isDone) => isDone,
    );
    expect(await world.effectStepsOf('a')).toEqual(oneTo(25));
  });

  it('keeps the key parked when the replay fails again', async () => {
    await world.relay();
    await world.consumer({ read, ordered: true });
    await parkedAfterBreaking(3, 6);
    expect(await dlq('replay', await idOf(0))).toBe(1);
    expect(printed.join('\n')).toContain('waits on: wrong-schema');
    expect(await waiting()).toHaveLength(4);
    expect(await world.effectStepsOf('a')).toEqual([1, 2]);
  });

  it('frees the key when its dead letter is skipped', async () => {
    await world.relay();
    await world.consumer({ read, ordered: true });
    await parkedAfterBreaking(3, 6);
    expect(await dlq('skip', await idOf(0))).toBe(0);
    expect(await world.effectStepsOf('a')).toEqual([1, 2, 4, 5, 6]);
    expect(await waiting()).toEqual([]);
  });

  it('lists and shows what waits, and replays all of a consumer at once', async () => {
    await world.relay();
    await world.consumer({ read });
    for (const step of oneTo(3)) broken.add(`a-${step}`);
    await world.append(oneTo(3).map((step) => ({ lead: 'a', step })));
    await eventually(waiting, ({ length }) => length === 3);
    expect(await dlq('list', '--consumer', 'recorder')).toBe(0);
    const lines = printed.filter((line) => line.startsWith(world.schema));
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('wrong-schema: /step is new to us');
    printed = [];
    expect(await dlq('show', await idOf(1))).toBe(0);
    const shown = JSON.parse(printed.join('\n'));
    expect(shown.message.value).toBe('{"lead":"a","step":2}');
    expect(shown.message.headers.ce_id).toBe('a-2');
    broken.clear();
    expect(await dlq('replay', ...(await Promise.all([0, 1, 2].map(idOf))))).toBe(0);
    expect((await world.effectStepsOf('a')).sort()).toEqual(oneTo(3));
  });

  it('shows, sends again or discards what Kafka refuses', async () => {
    const relay = await world.relay();
    const load = { id: 'big', source: '/test', type: 't', time: '2026-01-05T09:00:00Z', data: 'x'.repeat(3_000_000) };
    await world.pool.query(
      `INSERT INTO ${world.schema}.outbox (topic, key, headers, value) VALUES ($1, 'a', '{}', $2)`,
      [world.topic, JSON.stringify(load)],
    );
    await eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );
    await dlq('list');
    const id = printed.find((line) => line.startsWith(`${world.schema}:outbox:`))?.split(' ')[0] ?? '';
    expect(await dlq('replay', id)).toBe(0);
    await eventually(
      () => world.metricCounts.refused,
      (refused) => refused === 2,
    );
    expect(await dlq('skip', id)).toBe(0);
    expect(await dlq('show', id)).toBe(1);
  });

  it('waits rather than lose a dead letter while it cannot be set aside', async () => {
    await world.relay();
    let away = true;
    const handle = async () => {
      if (away) throw new DependencyUnavailable('not there');
      throw new PoisonMessage('never', 'cannot work');
    };
    await world.consumer({ handle });
    await world.append([{ lead: 'a', step: 1 }]);
    await eventually(
      () => world.log,
      (log) => log.some(({ message }) => message.includes('the partition pauses')),
    );
    away = false;
    await eventually(waiting, ({ length }) => length === 1);
  });

  it('says what it does not know', async () => {
    expect(await dlq('replay', 'nowhere:1')).toBe(1);
    expect(await dlq('juggle')).toBe(1);
    expect(await dlq('skip')).toBe(1);
    expect(await dlq('list', '--colour')).toBe(1);
    expect(printed.join('\n')).toContain('There is no nowhere:1.');
  });
});
