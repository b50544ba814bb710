import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deadLetterCommand } from './dead-letter-command.ts';
import { DependencyUnavailable, PoisonMessage } from '../errors.ts';
import type { AnySubscription } from '../events/subscription.ts';
import { eventually, oneTo, readStep, MessagingEnvironment } from '../spec/messaging-environment.ts';

describe('the dead letter queue', () => {
  let environment: MessagingEnvironment;
  let printed: string[];
  /** Steps that the reader rejects, until the test clears them. */
  let rejected: Set<string>;

  beforeEach(async () => {
    environment = await MessagingEnvironment.create();
    printed = [];
    rejected = new Set();
  });
  afterEach(() => environment?.close());

  const read: AnySubscription['read'] = (message) => {
    const step = readStep(message);
    if (rejected.has(`${step.lead}-${step.step}`)) throw new PoisonMessage('wrong-schema', '/step is unknown');
    return step;
  };
  const dlq = (...parameters: string[]): Promise<number> =>
    deadLetterCommand(parameters, {
      database: { connectionString: process.env['TEST_POSTGRES_URL'] },
      kafka: { brokers: environment.brokers },
      print: (line) => printed.push(line),
      waitMilliseconds: 10_000,
    });
  const waiting = async () => (await environment.deadLetters()).filter(({ state }) => state === 'waiting');
  const parkFromStep = async (step: number, upTo: number): Promise<void> => {
    rejected.add(`a-${step}`);
    await environment.append(oneTo(upTo).map((each) => ({ lead: 'a', step: each })));
    await environment.append(oneTo(upTo).map((each) => ({ lead: 'b', step: each })));
    await eventually(waiting, ({ length }) => length === upTo - step + 1);
  };
  const idOf = async (index: number): Promise<string> =>
    `${environment.schema}:${(await environment.deadLetters())[index]?.id ?? ''}`;

  it('an ordered consumer parks a key behind its dead letter, while other keys continue', async () => {
    await environment.relay();
    await environment.consumer({ read, ordered: true });
    await parkFromStep(3, 6);
    expect(await environment.effectStepsOf('a')).toEqual([1, 2]);
    await eventually(
      () => environment.effectStepsOf('b'),
      ({ length }) => length === 6,
    );
    expect((await environment.deadLetters()).map(({ code }) => code)).toEqual([
      'wrong-schema',
      'parked',
      'parked',
      'parked',
    ]);
    expect((await environment.messagesIn(`${environment.topic}.dlq`)).map(({ rawKey }) => rawKey?.toString())).toEqual(
      oneTo(4).map(() => 'a'),
    );
    const { rows } = await environment.pool.query(`SELECT key, message_count FROM ${environment.schema}.parked_key`);
    expect(rows).toEqual([{ key: 'a', message_count: '4' }]);
  });

  it('an unordered consumer does not park the key of a dead letter', async () => {
    await environment.relay();
    await environment.consumer({ read });
    rejected.add('a-3');
    await environment.append(oneTo(6).map((step) => ({ lead: 'a', step })));
    await eventually(
      () => environment.effectStepsOf('a'),
      ({ length }) => length === 5,
    );
    expect(await environment.effectStepsOf('a')).toEqual([1, 2, 4, 5, 6]);
  });

  it('a parked key is replayed in order, for its consumer only, and then is free', async () => {
    await environment.relay();
    await environment.consumer({ read, ordered: true });
    await environment.consumer({}, { name: 'bystander' });
    await parkFromStep(3, 6);
    rejected.clear();
    expect(await dlq('replay', await idOf(2))).toBe(0);
    expect(await environment.effectStepsOf('a')).toEqual(oneTo(6));
    await environment.append([{ lead: 'a', step: 7 }]);
    await eventually(
      () => environment.effectStepsOf('a'),
      ({ length }) => length === 7,
    );
    expect(await waiting()).toEqual([]);
    await eventually(
      () => environment.effectStepsOf('a', 'bystander'),
      ({ length }) => length === 7,
    );
    expect(await environment.effectStepsOf('a', 'bystander')).toEqual(oneTo(7));
  });

  it('messages that arrive during a replay are processed in order', async () => {
    await environment.relay();
    await environment.consumer({ read, ordered: true });
    await parkFromStep(1, 20);
    rejected.clear();
    const replaying = dlq('replay', await idOf(0));
    for (const step of [21, 22, 23, 24, 25]) await environment.append([{ lead: 'a', step }]);
    // The command may stop waiting before the new messages are processed; what matters is that all are, in order.
    await replaying;
    const done = async () => (await waiting()).length === 0 && (await environment.effectStepsOf('a')).length === 25;
    await eventually(
      async () => (await done()) || (await dlq('replay', '--all'), await done()),
      (isDone) => isDone,
    );
    expect(await environment.effectStepsOf('a')).toEqual(oneTo(25));
  });

  it('a key stays parked when its replay fails', async () => {
    await environment.relay();
    await environment.consumer({ read, ordered: true });
    await parkFromStep(3, 6);
    expect(await dlq('replay', await idOf(0))).toBe(1);
    expect(printed.join('\n')).toContain('failed again: wrong-schema');
    expect(await waiting()).toHaveLength(4);
    expect(await environment.effectStepsOf('a')).toEqual([1, 2]);
  });

  it('a key is free once its dead letter is skipped', async () => {
    await environment.relay();
    await environment.consumer({ read, ordered: true });
    await parkFromStep(3, 6);
    expect(await dlq('skip', await idOf(0))).toBe(0);
    expect(await environment.effectStepsOf('a')).toEqual([1, 2, 4, 5, 6]);
    expect(await waiting()).toEqual([]);
  });

  it('the command lists, shows and replays the messages of a consumer', async () => {
    await environment.relay();
    await environment.consumer({ read });
    for (const step of oneTo(3)) rejected.add(`a-${step}`);
    await environment.append(oneTo(3).map((step) => ({ lead: 'a', step })));
    await eventually(waiting, ({ length }) => length === 3);
    expect(await dlq('list', '--consumer', 'recorder')).toBe(0);
    const lines = printed.filter((line) => line.startsWith(environment.schema));
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('wrong-schema: /step is unknown');
    printed = [];
    expect(await dlq('show', await idOf(1))).toBe(0);
    const shown = JSON.parse(printed.join('\n'));
    expect(shown.message.value).toBe('{"lead":"a","step":2}');
    expect(shown.message.headers.ce_id).toBe('a-2');
    rejected.clear();
    expect(await dlq('replay', ...(await Promise.all([0, 1, 2].map(idOf))))).toBe(0);
    expect((await environment.effectStepsOf('a')).sort()).toEqual(oneTo(3));
  });

  it('a message that Kafka rejects can be sent again or discarded', async () => {
    const relay = await environment.relay();
    const load = { id: 'big', source: '/test', type: 't', time: '2026-01-05T09:00:00Z', data: 'x'.repeat(3_000_000) };
    await environment.pool.query(
      `INSERT INTO ${environment.schema}.outbox (topic, key, headers, value) VALUES ($1, 'a', '{}', $2)`,
      [environment.topic, JSON.stringify(load)],
    );
    await eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );
    await dlq('list');
    const id = printed.find((line) => line.startsWith(`${environment.schema}:outbox:`))?.split(' ')[0] ?? '';
    expect(await dlq('replay', id)).toBe(0);
    await eventually(
      () => environment.metricCounts.refused,
      (refused) => refused === 2,
    );
    expect(await dlq('skip', id)).toBe(0);
    expect(await dlq('show', id)).toBe(1);
  });

  it('a message is not lost while a dependency of its handler is unavailable', async () => {
    await environment.relay();
    let isUnavailable = true;
    const handle = async () => {
      if (isUnavailable) throw new DependencyUnavailable('down');
      throw new PoisonMessage('never', 'cannot be processed');
    };
    await environment.consumer({ handle });
    await environment.append([{ lead: 'a', step: 1 }]);
    await eventually(
      () => environment.log,
      (log) => log.some(({ message }) => message.includes('the partition is paused')),
    );
    isUnavailable = false;
    await eventually(waiting, ({ length }) => length === 1);
  });

  it('the command fails for unknown messages, commands and options', async () => {
    expect(await dlq('replay', 'nowhere:1')).toBe(1);
    expect(await dlq('juggle')).toBe(1);
    expect(await dlq('skip')).toBe(1);
    expect(await dlq('list', '--colour')).toBe(1);
    expect(printed.join('\n')).toContain('There is no message nowhere:1;');
  });
});
