import type { FetchedMessage, RecordToSend } from '../kafka/kafka-records.ts';
import type { ReceivedMessage } from '../kafka/received-message.ts';

/** A dead letter is replayed to its original topic for one consumer; all other consumers skip it. */
export const replayHeaders = {
  for: 'baton-replay-for',
  /** The id of the dead letter in the consumer's schema. */
  of: 'baton-replay-of',
  partition: 'baton-replay-partition',
  offset: 'baton-replay-offset',
} as const;

export interface DeadLetterOrigin {
  id: string;
  consumer: string;
  topic: string;
  partition: number;
  offset: string;
}

export function isForOtherConsumer({ received }: FetchedMessage, consumer: string): boolean {
  const addressee = received.headers[replayHeaders.for];
  return addressee !== undefined && addressee !== consumer;
}

/** Gives a replayed message its original partition and offset, so that an id derived from them stays the same. */
export function withOriginalPosition(message: FetchedMessage): FetchedMessage {
  const { headers } = message.received;
  const partition = digits(headers[replayHeaders.partition], 9);
  const offset = digits(headers[replayHeaders.offset], 18);
  if (partition === undefined || offset === undefined) return message;
  return { ...message, received: { ...message.received, partition: Number(partition), offset } };
}

/** The id of the dead letter that this message replays; undefined for any other message. */
export function replayedLetterId({ headers }: ReceivedMessage): string | undefined {
  return replayHeaders.for in headers ? digits(headers[replayHeaders.of], 18) : undefined;
}

/** Anyone can write headers to an open topic: a header that is not a number of at most `maximumLength` digits is ignored. */
function digits(text: string | undefined, maximumLength: number): string | undefined {
  return text !== undefined && text.length <= maximumLength && /^\d+$/.test(text) ? text : undefined;
}

/** Whether a dead letter or its replay added this header to the original message. */
export const isAddedHeader = (name: string): boolean => /^baton-(dlq|replay)-/.test(name);

/** The record that replays a dead letter: its original bytes, partition and timestamp. */
export function toReplayRecord(letter: FetchedMessage, origin: DeadLetterOrigin): RecordToSend {
  const original = Object.entries(letter.rawHeaders).filter(([name]) => !isAddedHeader(name));
  return {
    topic: origin.topic,
    partition: origin.partition,
    key: letter.rawKey,
    value: letter.rawValue,
    timestamp: String(letter.received.receivedAt.getTime()),
    headers: {
      ...Object.fromEntries(original),
      [replayHeaders.for]: origin.consumer,
      [replayHeaders.of]: origin.id,
      [replayHeaders.partition]: String(origin.partition),
      [replayHeaders.offset]: origin.offset,
    },
  };
}
