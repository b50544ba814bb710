import { parseArgs } from 'node:util';
import pg from 'pg';
import { DeadLetterReplayer } from './dead-letter-replayer.ts';
import type { ReplayResult } from './dead-letter-replayer.ts';
import { DeadLetterStore } from './dead-letter-store.ts';
import type { DeadLetter, RefusedMessage } from './dead-letter-store.ts';
import { KafkaConnection } from '../kafka/kafka.ts';
import type { KafkaEndpoint } from '../kafka/kafka-endpoint.ts';

export interface DeadLetterCommandOptions {
  database: pg.PoolConfig;
  kafka: KafkaEndpoint;
  /** Receives the output, line by line. */
  print: (line: string) => void;
  /** How long to wait for the consumer to process replayed messages; 30 s by default. */
  waitMilliseconds?: number;
}

const USAGE = `npm run dlq -- list [--consumer NAME] [--resolved]  list waiting messages (with --resolved, resolved ones too)
npm run dlq -- show ID                              show a message with headers and content, which may be personal data
npm run dlq -- replay ID… | --consumer NAME | --all send messages back to the consumer that set them aside;
                                                    for a parked key, all its messages in order
npm run dlq -- skip ID…                             give up on messages for good and replay those parked behind them
An ID is SCHEMA:NUMBER, or SCHEMA:outbox:NUMBER for a message that Kafka rejects.`;

interface CommandContext {
  store: DeadLetterStore;
  replay: DeadLetterReplayer;
  print: (line: string) => void;
}
type Options = { consumer?: string; resolved?: boolean; all?: boolean };

/** Runs a command and returns its exit code: 1 if anything could not be done. */
export async function deadLetterCommand(parameters: string[], options: DeadLetterCommandOptions): Promise<number> {
  const { print, waitMilliseconds } = options;
  const [command, ...rest] = parameters;
  const parsed = parseParameters(rest);
  if (typeof parsed === 'string') print(parsed);
  if (command === undefined || typeof parsed === 'string') {
    print(USAGE);
    return 1;
  }
  const pool = new pg.Pool({ ...options.database, max: 2 });
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const kafka = new KafkaConnection({ ...options.kafka, clientId: 'baton-dlq', logger: silent });
  const store = new DeadLetterStore(pool);
  const replay = new DeadLetterReplayer({
    store,
    kafka,
    ...(waitMilliseconds === undefined ? {} : { waitMilliseconds }),
  });
  try {
    return await runCommand(command, parsed.ids, parsed.options, { store, replay, print });
  } finally {
    await replay.close();
    await kafka.close();
    await pool.end();
  }
}

async function runCommand(command: string, ids: string[], options: Options, work: CommandContext): Promise<number> {
  switch (command) {
    case 'list':
      return list(options, work);
    case 'show':
      return forEachId(ids, work, show);
    case 'replay':
      return ids.length > 0 ? forEachId(ids, work, replayOne) : replayMany(options, work);
    case 'skip':
      return forEachId(ids, work, skip);
    default:
      work.print(`Unknown command "${command}".\n${USAGE}`);
      return 1;
  }
}

async function list(options: Options, { store, print }: CommandContext): Promise<number> {
  let count = 0;
  for (const schema of await store.schemas()) {
    for (const letter of await store.list(schema, options)) {
      print(formatLetter(letter));
      count += 1;
    }
    for (const message of options.consumer === undefined ? await store.listRefused(schema) : []) {
      print(`${schema}:outbox:${message.id}  rejected by Kafka (${message.reason})  ${message.topic}`);
      count += 1;
    }
  }
  print(count === 0 ? 'No messages are waiting.' : `${count} in total.`);
  return 0;
}

function formatLetter({
  schema,
  id,
  state,
  consumer,
  topic,
  partition,
  offset,
  parksKey,
  key,
  ...rest
}: DeadLetter): string {
  const parked = parksKey ? `  key ${String(key)} is parked` : '';
  const position = `${topic}/${partition}/${offset}`;
  return `${schema}:${id}  ${state}  ${rest.failedAt.toISOString()}  ${consumer}  ${position}  ${rest.code}: ${rest.reason}${parked}`;
}

type Target = { letter: DeadLetter } | { refused: RefusedMessage };

async function forEachId(
  ids: string[],
  work: CommandContext,
  act: (found: Target, work: CommandContext) => Promise<boolean>,
): Promise<number> {
  if (ids.length === 0) work.print(`Name at least one ID; npm run dlq -- list shows them.\n${USAGE}`);
  let isDone = ids.length > 0;
  for (const id of ids) {
    const found = await findTarget(id, work.store);
    if (!found) work.print(`There is no message ${id}; npm run dlq -- list shows all.`);
    isDone = found !== undefined && (await act(found, work)) && isDone;
  }
  return isDone ? 0 : 1;
}

async function findTarget(id: string, store: DeadLetterStore): Promise<Target | undefined> {
  const [, schema, outbox, number] = /^([a-z_][a-z0-9_]*):(outbox:)?(\d{1,18})$/.exec(id) ?? [];
  if (schema === undefined || number === undefined || !(await store.schemas()).includes(schema)) return undefined;
  if (outbox !== undefined) {
    const refused = (await store.listRefused(schema)).find((message) => message.id === number);
    return refused && { refused };
  }
  const letter = await store.find(schema, number);
  return letter && { letter };
}

async function show(found: Target, { replay, print }: CommandContext): Promise<boolean> {
  if ('refused' in found) {
    print(JSON.stringify(found.refused, null, 2));
    return true;
  }
  const message = await replay.fetchMessage(found.letter);
  const content = message && { headers: message.received.headers, value: message.received.value.toString('utf8') };
  print(JSON.stringify({ ...found.letter, message: content ?? 'Kafka no longer has it.' }, null, 2));
  return message !== undefined;
}

async function replayOne(found: Target, { store, replay, print }: CommandContext): Promise<boolean> {
  if ('refused' in found) {
    await store.resend(found.refused);
    print(`${found.refused.schema}:outbox:${found.refused.id} will be sent again by the relay.`);
    return true;
  }
  const { letter } = found;
  const results = await replay.replay(letter);
  if (results.length === 0) print(`${letter.schema}:${letter.id} is not waiting: it is ${letter.state}.`);
  return printResults(results, print);
}

async function replayMany({ consumer, all }: Options, work: CommandContext): Promise<number> {
  if (consumer === undefined && !all) return forEachId([], work, replayOne);
  const lists = (await work.store.schemas()).map((schema) => work.store.list(schema, consumer ? { consumer } : {}));
  const letters = (await Promise.all(lists)).flat();
  const unordered = letters.filter(({ parksKey }) => !parksKey);
  // Replaying the first letter of a parked key replays the rest of the key too.
  const parked = new Map(
    letters
      .filter(({ parksKey }) => parksKey)
      .reverse()
      .map((letter) => [JSON.stringify([letter.schema, letter.consumer, letter.topic, letter.key]), letter]),
  );
  let isDone = printResults(await work.replay.replayUnordered(unordered), work.print);
  for (const letter of parked.values()) isDone = printResults(await work.replay.replay(letter), work.print) && isDone;
  if (letters.length === 0) work.print('No messages are waiting.');
  return isDone ? 0 : 1;
}

function printResults(results: ReplayResult[], print: CommandContext['print']): boolean {
  for (const result of results) print(describeResult(result));
  return results.every(({ outcome }) => outcome === 'replayed');
}

async function skip(found: Target, work: CommandContext): Promise<boolean> {
  if ('refused' in found) {
    await work.store.discard(found.refused);
    work.print(`${found.refused.schema}:outbox:${found.refused.id} is discarded.`);
    return true;
  }
  const { letter } = found;
  const isSkipped = await work.store.skip(letter);
  work.print(`${letter.schema}:${letter.id} ${isSkipped ? 'is skipped' : `is not waiting: it is ${letter.state}`}.`);
  if (!isSkipped || !letter.parksKey) return isSkipped;
  const [first] = await work.store.waitingInOrder(letter);
  // An earlier letter of the key still waits for its own decision.
  if (first === undefined || BigInt(first.id) < BigInt(letter.id)) return true;
  return printResults(await work.replay.replay(letter), work.print);
}

function describeResult({ outcome, letter }: ReplayResult): string {
  const id = `${letter.schema}:${letter.id}`;
  switch (outcome) {
    case 'replayed':
      return `${id} is replayed: ${letter.consumer} has processed it.`;
    case 'failed':
      return `${id} failed again: ${letter.code}: ${letter.reason}`;
    case 'pending':
      return `${id} is sent; ${letter.consumer} has not processed it yet, and will once it runs.`;
    case 'missing':
      return `${id} cannot be replayed: Kafka no longer has the message. Skip it: npm run dlq -- skip ${id}`;
  }
}

function parseParameters(parameters: string[]): { ids: string[]; options: Options } | string {
  try {
    const { positionals, values } = parseArgs({
      args: parameters,
      allowPositionals: true,
      options: { consumer: { type: 'string' }, resolved: { type: 'boolean' }, all: { type: 'boolean' } },
    });
    return { ids: positionals, options: { ...values } };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
