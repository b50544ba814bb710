import type { ReceivedMessage } from './received-message.ts';

export type RecordHeaders = Record<string, Buffer | string | (Buffer | string)[] | undefined>;

export interface RecordToSend {
  topic: string;
  key: Buffer | string | null;
  value: Buffer | string | null;
  headers: RecordHeaders;
  /** Chosen by the key unless given; a record without a key must name it, so that a retry repeats the same batch. */
  partition?: number;
  /** Milliseconds since 1970, as text; the time of sending unless given. */
  timestamp?: string;
}

export interface RecordPosition {
  topic: string;
  partition: number;
  offset: string;
}

/** A message as read, and its bytes as they were, so that it can be passed on untouched. */
export interface FetchedMessage {
  /** Where it stands in its partition now; `received` may name an older place. */
  offset: string;
  received: ReceivedMessage;
  rawKey: Buffer | null;
  rawValue: Buffer | null;
  rawHeaders: RecordHeaders;
}

/** Messages of one partition, in order, and what can be done about them. */
export interface KafkaBatch {
  topic: string;
  partition: number;
  messages: FetchedMessage[];
  /** Messages in the partition behind the last one of this batch. */
  messagesBehind: number;
  /** Everything up to this offset is done. */
  resolve(offset: string): void;
  /** Keeps the membership; throws when the group is being divided anew. */
  heartbeat(): Promise<void>;
  /** Fetches no more from this partition for a while; what was not resolved comes again. */
  pauseFor(milliseconds: number): void;
  /** False once the consumer stops or the partition went to another member. */
  isCurrent(): boolean;
}

interface RawRecord {
  offset: string;
  timestamp: string;
  key: Buffer | null;
  value: Buffer | null;
  headers?: RecordHeaders;
}

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
