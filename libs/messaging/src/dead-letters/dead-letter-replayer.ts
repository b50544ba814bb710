import { setTimeout as sleep } from 'node:timers/promises';
import { deadLetterTopic } from '@baton/contracts';
import type { DeadLetter, DeadLetterStore } from './dead-letter-store.ts';
import type { KafkaConnection, KafkaProducer } from '../kafka/kafka.ts';
import { fetchRanges } from '../kafka/offset-ranges.ts';
import type { FetchedMessage } from '../kafka/kafka-records.ts';
import { toReplayRecord } from '../events/replay-headers.ts';

/**
 * How a replay ended: processed, failed again, still pending because the consumer has not read it yet, or not possible
 * because Kafka no longer has the message.
 */
export type ReplayResult = { outcome: 'replayed' | 'failed' | 'pending' | 'missing'; letter: DeadLetter };

const LETTERS_PER_BATCH = 200;

/** Sends dead letters back to the consumer that set them aside; those of a parked key in their order. */
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
   * Replays a letter. If it parks its key, replays all letters of the key, including those that are parked in the
   * meantime, until the key is free or one of them fails.
   */
  async replay(letter: DeadLetter): Promise<ReplayResult[]> {
    const results: ReplayResult[] = [];
    for (;;) {
      const waiting = await this.#store.waitingInOrder(letter);
      if (waiting.length === 0) return results;
      const batch = await this.#replayBatch(waiting);
      results.push(...batch);
      if (batch.some(({ outcome }) => outcome !== 'replayed')) return results;
    }
  }

  /** Replays letters that do not park their keys; one that fails does not hold up the others. */
  async replayUnordered(letters: DeadLetter[]): Promise<ReplayResult[]> {
    const results: ReplayResult[] = [];
    for (let start = 0; start < letters.length; start += LETTERS_PER_BATCH) {
      results.push(...(await this.#replayBatch(letters.slice(start, start + LETTERS_PER_BATCH))));
    }
    return results;
  }

  async close(): Promise<void> {
    await this.#producer.close();
  }

  async #replayBatch(letters: DeadLetter[]): Promise<ReplayResult[]> {
    const messages = await this.#fetchMessages(letters);
    const missing = letters
      .filter((letter) => !messages.has(letter))
      .map((letter) => ({ outcome: 'missing' as const, letter }));
    // When a message of a parked key is missing, an operator must skip it before the later ones may be replayed.
    if (messages.size === 0 || (missing.length > 0 && letters.some(({ parksKey }) => parksKey))) return missing;
    const present = [...messages.keys()];
    await this.#store.markReplaying(present);
    await this.#producer.send([...messages].map(([letter, message]) => toReplayRecord(message, letter)));
    return [...(await this.#waitForResults(present)), ...missing];
  }

  async #waitForResults(letters: DeadLetter[]): Promise<ReplayResult[]> {
    const deadline = Date.now() + this.#waitMilliseconds;
    for (;;) {
      const found = await Promise.all(letters.map(({ schema, id }) => this.#store.find(schema, id)));
      const current = found.filter((letter) => letter !== undefined);
      const areProcessed = current.every(({ state }) => state !== 'replaying');
      if (areProcessed || Date.now() > deadline)
        return current.map((letter) => ({ outcome: outcomeOf(letter), letter }));
      await sleep(100);
    }
  }

  /**
   * Reads the messages from the dead letter topic, or from the original topic if they were too large to be copied or the
   * copy has expired: most topics keep messages for longer than the seven days of a dead letter.
   */
  async #fetchMessages(letters: DeadLetter[]): Promise<Map<DeadLetter, FetchedMessage>> {
    const copies = await this.#fetchAt(letters, copyPosition);
    const expired = letters.filter((letter) => !copies.has(letter));
    const found = new Map([...copies, ...(await this.#fetchAt(expired, originalPosition))]);
    return new Map([...found].sort(([one], [other]) => Number(BigInt(one.id) - BigInt(other.id))));
  }

  async #fetchAt(
    letters: DeadLetter[],
    positionOf: (letter: DeadLetter) => TopicPosition | undefined,
  ): Promise<Map<DeadLetter, FetchedMessage>> {
    const positions = letters.flatMap((letter) => {
      const position = positionOf(letter);
      return position ? [{ letter, ...position }] : [];
    });
    const found = new Map<DeadLetter, FetchedMessage>();
    for (const [topic, inTopic] of Map.groupBy(positions, (position) => position.topic)) {
      const ranges = [...Map.groupBy(inTopic, ({ partition }) => partition)].map(([partition, inPartition]) => {
        const offsets = inPartition.map(({ offset }) => offset).sort((one, other) => (one < other ? -1 : 1));
        return { partition, from: offsets[0] ?? 0n, until: (offsets.at(-1) ?? 0n) + 1n };
      });
      const messages = await fetchRanges(this.#kafka, topic, ranges);
      for (const { letter, partition, offset } of inTopic) {
        const message = messages.find(
          (candidate) => candidate.received.partition === partition && candidate.offset === String(offset),
        );
        // After Kafka has lost a topic, a different message may have this position.
        if (message?.received.receivedAt.getTime() === letter.receivedAt.getTime()) found.set(letter, message);
      }
    }
    return found;
  }

  /** The message of a letter, if Kafka still has it. */
  async fetchMessage(letter: DeadLetter): Promise<FetchedMessage | undefined> {
    return (await this.#fetchMessages([letter])).get(letter);
  }
}

interface TopicPosition {
  topic: string;
  partition: number;
  offset: bigint;
}

const originalPosition = ({ topic, partition, offset }: DeadLetter): TopicPosition => ({
  topic,
  partition,
  offset: BigInt(offset),
});

const copyPosition = ({ topic, dlqPartition, dlqOffset }: DeadLetter): TopicPosition | undefined =>
  dlqPartition === null || dlqOffset === null
    ? undefined
    : { topic: deadLetterTopic(topic), partition: dlqPartition, offset: BigInt(dlqOffset) };

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
