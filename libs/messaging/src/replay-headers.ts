import type { FetchedMessage, RecordToSend } from './kafka-records.ts';
import type { ReceivedMessage } from './received-message.ts';

/** A dead letter is replayed to its old topic, for one consumer alone: all others pass over it. */
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

/** A replayed message is read as if it stood where it once did: an identity made of its place stays the same. */
export function withOriginalPosition(message: FetchedMessage): FetchedMessage {
  const { headers } = message.received;
  const partition = digits(headers[replayHeaders.partition], 9);
  const offset = digits(headers[replayHeaders.offset], 18);
  if (partition === undefined || offset === undefined) return message;
  return { ...message, received: { ...message.received, partition: Number(partition), offset } };
}

/** The dead letter that this message replays; undefined for any other message. */
export function replayedLetterId({ headers }: ReceivedMessage): string | undefined {
  return replayHeaders.for in headers ? digits(headers[replayHeaders.of], 18) : undefined;
}

/** Anybody may write headers on an open topic: what is no number of a sensible length is as if it were not there. */
function digits(text: string | undefined, length: number): string | undefined {
  return text !== undefined && text.length <= length && /^\d+$/.test(text) ? text : undefined;
}

/** The letter as the consumer gets it again: its bytes untouched, in its old partition and with its old time. */
export function toReplayRecord(letter: FetchedMessage, place: DeadLetterOrigin): RecordToSend {
  const original = Object.entries(letter.rawHeaders).filter(([name]) => !/^baton-(dlq|replay)-/.test(name));
  return {
    topic: place.topic,
    partition: place.partition,
    key: letter.rawKey,
    value: letter.rawValue,
    timestamp: String(letter.received.receivedAt.getTime()),
    headers: {
      ...Object.fromEntries(original),
      [replayHeaders.for]: place.consumer,
      [replayHeaders.of]: place.id,
      [replayHeaders.partition]: String(place.partition),
      [replayHeaders.offset]: place.offset,
    },
  };
}
