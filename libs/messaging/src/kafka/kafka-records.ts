import type { ReceivedMessage } from './received-message.ts';

export type RecordHeaders = Record<string, Buffer | string | (Buffer | string)[] | undefined>;

export interface RecordToSend {
  topic: string;
  key: Buffer | string | null;
  value: Buffer | string | null;
  headers: RecordHeaders;
  /** By default chosen by the key. Required for a record without a key, so that a retry sends an identical batch. */
  partition?: number;
  /** Milliseconds since 1970, as text; by default the time of sending. */
  timestamp?: string;
}

export interface RecordPosition {
  topic: string;
  partition: number;
  offset: string;
}

/** A decoded message together with its raw bytes, so that it can be forwarded unchanged. */
export interface FetchedMessage {
  /** Its offset in the partition; `received.offset` differs in a replayed message. */
  offset: string;
  received: ReceivedMessage;
  rawKey: Buffer | null;
  rawValue: Buffer | null;
  rawHeaders: RecordHeaders;
}

/** Messages of one partition, in order, with the operations on them. */
export interface KafkaBatch {
  topic: string;
  partition: number;
  messages: FetchedMessage[];
  /** Marks everything up to this offset as processed. */
  resolve(offset: string): void;
  /** Keeps the group membership; throws while the group rebalances. */
  heartbeat(): Promise<void>;
  /** Stops fetching from this partition for a while; unresolved messages are delivered again. */
  pauseFor(milliseconds: number): void;
  /** False once the consumer stops or the partition is assigned to another member. */
  isCurrent(): boolean;
}

interface RawRecord {
  offset: string;
  timestamp: string;
  key: Buffer | null;
  value: Buffer | null;
  headers?: RecordHeaders;
  /** Part of every fetched message, but not of the types of kafkajs. */
  batchContext?: { timestampType: number };
}

/** As Kafka's protocol names it: `timestampType` of a record batch. */
const LOG_APPEND_TIME = 1;

export function toFetchedMessage(topic: string, partition: number, record: RawRecord): FetchedMessage {
  const rawHeaders = record.headers ?? {};
  return {
    offset: record.offset,
    rawHeaders,
    rawKey: record.key,
    rawValue: record.value,
    received: {
      topic,
      partition,
      offset: record.offset,
      key: record.key?.toString('utf8') ?? null,
      headers: Object.fromEntries(Object.entries(rawHeaders).map(([name, value]) => [name, headerText(value)])),
      value: record.value ?? Buffer.alloc(0),
      receivedAt: new Date(Number(record.timestamp)),
      isDatedByBroker: record.batchContext?.timestampType === LOG_APPEND_TIME,
    },
  };
}

function headerText(value: RecordHeaders[string]): string {
  const last = Array.isArray(value) ? value.at(-1) : value;
  return last?.toString() ?? '';
}

type WithoutTopic = Omit<RecordToSend, 'topic'>;

export function groupByTopic(records: RecordToSend[]): { topic: string; messages: WithoutTopic[] }[] {
  const topics = Map.groupBy(records, ({ topic }) => topic);
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}
