import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import type { Consumer, Kafka, Producer } from 'kafkajs';
import './request-queue.ts';
import { kafkaClientOptions, withExplanation } from './kafka-endpoint.ts';
import type { KafkaEndpoint } from './kafka-endpoint.ts';
import { isConnectionFailure } from './kafka-errors.ts';
import { kafkaLogger } from './kafka-logger.ts';
import { groupByTopic, toFetchedMessage } from './kafka-records.ts';
import type { KafkaBatch, RecordPosition, RecordToSend } from './kafka-records.ts';
import { SHORTEST_WAIT_MILLISECONDS } from './long-poll.ts';
import type { Logger } from '../logger.ts';

const { ConfigResourceTypes, Kafka: KafkaClient, Partitioners, logLevel } = kafkajs;

/** How to read as a member of a consumer group. */
export interface ConsumeOptions {
  groupId: string;
  topics: string[];
  onBatch(batch: KafkaBatch): Promise<void>;
}

export type KafkaAdmin = ReturnType<Kafka['admin']>;

/** All access to Kafka. This is the only file that uses kafkajs, so that it can be replaced. */
export class KafkaConnection {
  readonly clientId: string;
  readonly #kafka: Kafka;
  readonly #logger: Logger;
  readonly #open = new Set<{ close(): Promise<void> }>();
  #connected = false;
  /** Whether a broker has ever responded. */
  #hasConnected = false;
  #connectionFailures = 0;

  constructor(options: KafkaEndpoint & { clientId: string; logger: Logger }) {
    this.clientId = options.clientId;
    this.#logger = options.logger;
    this.#kafka = new KafkaClient({
      ...kafkaClientOptions(options),
      clientId: options.clientId,
      connectionTimeout: 2000,
      requestTimeout: 10_000,
      // Short: the callers of this class have their own backoff, and log while they wait.
      retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 3 },
      logLevel: logLevel.INFO,
      logCreator: () => kafkaLogger(options.logger),
    });
  }

  /** Whether the last request to a broker succeeded; false before the first. */
  get isConnected(): boolean {
    return this.#connected;
  }

  /** How often a broker could not be reached since the start. */
  get connectionFailures(): number {
    return this.#connectionFailures;
  }

  /** Resolves when a broker responds, rejects when none does within the time. For health checks. */
  async check(withinMilliseconds = 2000): Promise<void> {
    const limit = sleep(withinMilliseconds, undefined, { ref: false }).then(() => {
      throw new Error(`Kafka did not respond within ${withinMilliseconds} ms.`);
    });
    await Promise.race([this.withAdmin((admin) => admin.describeCluster()), limit]);
  }

  /** Runs an administrative task over a separate connection. */
  async withAdmin<T>(task: (admin: KafkaAdmin) => Promise<T>): Promise<T> {
    const admin = this.#kafka.admin({ retry: { retries: 1, initialRetryTime: 100 } });
    try {
      await admin.connect();
      const result = await task(admin);
      this.#reportConnected(true);
      return result;
    } catch (error) {
      this.#reportConnected(false);
      throw withExplanation(error, !this.#hasConnected);
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }

  /** Creates a topic with one partition and the retention of `model`, unless it exists. */
  async createTopicLike(topic: string, model: string): Promise<void> {
    await this.withAdmin(async (admin) => {
      const resource = { type: ConfigResourceTypes.TOPIC, name: model, configNames: ['retention.ms'] };
      const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: false });
      const configEntries = (resources[0]?.configEntries ?? []).map(({ configName: name, configValue: value }) => ({
        name,
        value,
      }));
      await admin.createTopics({ topics: [{ topic, numPartitions: 1, configEntries }] });
    });
  }

  producer(): KafkaProducer {
    const producer = new KafkaProducer(this.#kafka, (connected) => this.#reportConnected(connected));
    this.#open.add(producer);
    return producer;
  }

  /** A consumer with its own group, for reading part of a topic once. */
  temporaryConsumer(groupId: string): Consumer {
    return this.#kafka.consumer({ groupId, maxWaitTimeInMs: 100, allowAutoTopicCreation: false });
  }

  /** Reads as a member of a group until closed, and keeps trying while Kafka is unavailable. */
  consume(options: ConsumeOptions): KafkaReader {
    const reader = new KafkaReader(this.#kafka, options, this.#logger, (connected) => this.#reportConnected(connected));
    this.#open.add(reader);
    return reader;
  }

  #reportConnected(connected: boolean): void {
    this.#connected = connected;
    this.#hasConnected ||= connected;
    if (!connected) this.#connectionFailures += 1;
  }

  /** Closes all producers and readers of this connection. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#open].map((opened) => opened.close()));
    this.#open.clear();
  }
}

/**
 * An idempotent producer, acknowledged by all replicas. kafkajs rolls its sequence numbers back when a send fails. A
 * broker that did store the failed batch would take the next batch with the same numbers for a duplicate, and the
 * messages would be lost silently. Two rules prevent this: one send at a time, and a new producer id after a failed send.
 */
export class KafkaProducer {
  readonly #kafka: Kafka;
  readonly #reportConnected: (connected: boolean) => void;
  #producer: Promise<Producer> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(kafka: Kafka, reportConnected: (connected: boolean) => void) {
    this.#kafka = kafka;
    this.#reportConnected = reportConnected;
  }

  /** Resolves when all replicas have the records, with the position of the first record in each partition. */
  async send(records: RecordToSend[]): Promise<RecordPosition[]> {
    const turn = this.#last.then(() => this.#sendNow(records));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    await this.#last;
    const producer = await this.#producer?.catch(() => undefined);
    this.#producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }

  async #sendNow(records: RecordToSend[]): Promise<RecordPosition[]> {
    this.#producer ??= this.#connect();
    const current = this.#producer;
    try {
      const producer = await current;
      const metadata = await producer.sendBatch({ topicMessages: groupByTopic(records), acks: -1 });
      this.#reportConnected(true);
      return metadata.map(({ topicName, partition, baseOffset }) => ({
        topic: topicName,
        partition,
        offset: baseOffset ?? '-1',
      }));
    } catch (error) {
      this.#producer = undefined;
      if (isConnectionFailure(error)) this.#reportConnected(false);
      void current.then((producer) => producer.disconnect()).catch(() => undefined);
      throw withExplanation(error);
    }
  }

  async #connect(): Promise<Producer> {
    const producer = this.#kafka.producer({
      idempotent: true,
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 2 },
    });
    await producer.connect();
    return producer;
  }
}

/** A member of a consumer group. It is recreated whenever kafkajs gives up, because kafkajs does not always restart it. */
export class KafkaReader {
  readonly #kafka: Kafka;
  readonly #options: ConsumeOptions;
  readonly #logger: Logger;
  readonly #reportConnected: (connected: boolean) => void;
  readonly #stopping = new AbortController();
  readonly #reading: Promise<void>;
  #isMember = false;

  constructor(kafka: Kafka, options: ConsumeOptions, logger: Logger, reportConnected: (connected: boolean) => void) {
    this.#kafka = kafka;
    this.#options = options;
    this.#logger = logger;
    this.#reportConnected = reportConnected;
    this.#reading = this.#keepReading();
  }

  get isMember(): boolean {
    return this.#isMember;
  }

  /** Finishes the batches in progress, commits and leaves the group. */
  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#reading;
  }

  async #keepReading(): Promise<void> {
    const { signal } = this.#stopping;
    for (let failures = 0; !signal.aborted; failures += 1) {
      const startedAt = Date.now();
      try {
        await this.#readUntilCrash(signal);
      } catch (error) {
        if (signal.aborted) return;
        // After a minute as a member, failures are counted from zero.
        if (Date.now() - startedAt > 60_000) failures = 0;
        const details = { groupId: this.#options.groupId, reason: (error as Error).message };
        // Logged as a warning once; while Kafka is unavailable, further attempts are details.
        this.#logger[failures === 0 ? 'warn' : 'debug'](
          details,
          'the consumer lost its connection to Kafka and rejoins',
        );
        await sleep(Math.min(200 * 2 ** failures, 1500), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #readUntilCrash(signal: AbortSignal): Promise<void> {
    const consumer = this.#kafka.consumer({
      groupId: this.#options.groupId,
      // The shortest that brokers allow: for this long, nobody reads the partitions of a member that was killed.
      sessionTimeout: 6000,
      heartbeatInterval: 1500,
      rebalanceTimeout: 20_000,
      // Grows while no messages come, see long-poll.ts.
      maxWaitTimeInMs: SHORTEST_WAIT_MILLISECONDS,
      metadataMaxAge: 60_000,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 3, restartOnFailure: async () => false },
    });
    const crashed = new Promise<never>((_resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    });
    crashed.catch(() => undefined);
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    consumer.on(consumer.events.GROUP_JOIN, () => {
      this.#isMember = true;
      this.#reportConnected(true);
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: this.#options.topics, fromBeginning: true });
      await this.#run(consumer);
      await Promise.race([crashed, aborted]);
    } catch (error) {
      if (isConnectionFailure(error)) this.#reportConnected(false);
      throw withExplanation(error);
    } finally {
      this.#isMember = false;
      await consumer.disconnect().catch(() => undefined);
    }
  }

  async #run(consumer: Consumer): Promise<void> {
    await consumer.run({
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 3,
      eachBatch: async (payload) => {
        const { topic, partition, messages } = payload.batch;
        await this.#options.onBatch({
          topic,
          partition,
          messages: messages.map((message) => toFetchedMessage(topic, partition, message)),
          resolve: (offset) => payload.resolveOffset(offset),
          heartbeat: () => payload.heartbeat(),
          isCurrent: () => payload.isRunning() && !payload.isStale() && !this.#stopping.signal.aborted,
          pauseFor: (milliseconds) => {
            const resume = payload.pause();
            setTimeout(resume, milliseconds).unref();
          },
        });
      },
    });
  }
}
