import { setTimeout as sleep } from 'node:timers/promises';
import { deadLetterTopic } from '@baton/contracts';
import type { DeadLetter, DeadLetterStore } from './dead-letter-store.ts';
import type { KafkaConnection, KafkaProducer } from './kafka.ts';
import { fetchRanges } from './offset-ranges.ts';
import type { FetchedMessage } from './kafka-records.ts';
import { toReplayRecord } from './replay-headers.ts';

/** How a replay ended: with its effect, failed once more, not yet taken by the consumer, or the message is gone. */
export type ReplayResult = { outcome: 'replayed' | 'failed' | 'pending' | 'missing'; letter: DeadLetter };

const LETTERS_PER_BATCH = 200;

/** Hands dead letters back to the one consumer that gave up on them, a parked key's in their order. */
export class DeadLetterReplayer {
  readonly #store: DeadLetterStore;
  readonly #kafka: KafkaConnection;
  readonly #producer: KafkaProducer;
  readonly #waitMilliseconds: number;

  constructor(options: { store: DeadLetterStore; kafka: KafkaConnection; waitMilliseconds?: number }) {
    this.#store = options.store;
    this.#kafka = options.kafka;
    this.#producer = options.kafka.producer();
    this.#waitMilliseconds = options.waitMilliseconds ?? 30_000;
  }

  /**
   * Replays a letter; of a parked key all that wait, and again what was parked meanwhile, until the key is free or
   * one of them fails.
   */
  async replay(letter: DeadLetter): Promise<ReplayResult[]> {
    const ends: ReplayResult[] = [];
    for (;;) {
      const waiting = await this.#store.waitingInOrder(letter);
      if (waiting.length === 0) return ends;
      const round = await this.#replayBatch(waiting);
      ends.push(...round);
      if (round.some(({ outcome }) => outcome !== 'replayed')) return ends;
    }
  }

  /** Replays letters that park no key; one that fails does not keep the others. */
  async replayUnordered(letters: DeadLetter[]): Promise<ReplayResult[]> {
    const ends: ReplayResult[] = [];
    for (let start = 0; start < letters.length; start += LETTERS_PER_BATCH) {
      ends.push(...(await this.#replayBatch(letters.slice(start, start + LETTERS_PER_BATCH))));
    }
    return ends;
  }

  async close(): Promise<void> {
    await this.#producer.close();
  }

  async #replayBatch(letters: DeadLetter[]): Promise<ReplayResult[]> {
    const messages = await this.#fetchMessages(letters);
    const missing = letters
      .filter((letter) => !messages.has(letter))
      .map((letter) => ({ outcome: 'missing' as const, letter }));
    // What is missing in a key's order must be skipped knowingly before the rest may pass.
    if (messages.size === 0 || (missing.length > 0 && letters.some(({ parksKey }) => parksKey))) return missing;
    const present = [...messages.keys()];
    await this.#store.markReplaying(present);
    await this.#producer.send([...messages].map(([letter, message]) => toReplayRecord(message, letter)));
    return [...(await this.#waitForResults(present)), ...missing];
  }

  async #waitForResults(letters: DeadLetter[]): Promise<ReplayResult[]> {
    const until = Date.now() + this.#waitMilliseconds;
    for (;;) {
      const found = await Promise.all(letters.map(({ schema, id }) => this.#store.find(schema, id)));
      const now = found.filter((letter) => letter !== undefined);
      const taken = now.every(({ state }) => state !== 'replaying');
      if (taken || Date.now() > until) return now.map((letter) => ({ outcome: outcomeOf(letter), letter }));
      await sleep(100);
    }
  }

  /** From the dead letters' topic, or from its old place when it was too large to be copied there. */
  async #fetchMessages(letters: DeadLetter[]): Promise<Map<DeadLetter, FetchedMessage>> {
    const places = letters.map((letter) => ({ letter, ...positionOf(letter) }));
    const found = new Map<DeadLetter, FetchedMessage>();
    for (const [topic, wanted] of Map.groupBy(places, (place) => place.topic)) {
      const ranges = [...Map.groupBy(wanted, ({ partition }) => partition)].map(([partition, same]) => {
        const offsets = same.map(({ offset }) => offset).sort((one, other) => (one < other ? -1 : 1));
        return { partition, from: offsets[0] ?? 0n, until: (offsets.at(-1) ?? 0n) + 1n };
      });
      const messages = await fetchRanges(this.#kafka, topic, ranges);
      for (const { letter, partition, offset } of wanted) {
        const here = messages.find(
          (message) => message.received.partition === partition && message.offset === String(offset),
        );
        // After a loss of Kafka something else may stand there.
        if (here?.received.receivedAt.getTime() === letter.receivedAt.getTime()) found.set(letter, here);
      }
    }
    return new Map([...found].sort(([one], [other]) => Number(BigInt(one.id) - BigInt(other.id))));
  }

  /** The message of one letter, if Kafka still has it. */
  async fetchMessage(letter: DeadLetter): Promise<FetchedMessage | undefined> {
    return (await this.#fetchMessages([letter])).get(letter);
  }
}

function positionOf(letter: DeadLetter): { topic: string; partition: number; offset: bigint } {
  const { topic, partition, offset, dlqPartition: letterPartition, dlqOffset: letterOffset } = letter;
  return letterPartition === null || letterOffset === null
    ? { topic, partition, offset: BigInt(offset) }
    : { topic: deadLetterTopic(topic), partition: letterPartition, offset: BigInt(letterOffset) };
}

function outcomeOf({ state }: DeadLetter): ReplayResult['outcome'] {
  switch (state) {
    case 'replayed':
    case 'skipped':
      return 'replayed';
    case 'waiting':
      return 'failed';
    case 'replaying':
      return 'pending';
  }
}
