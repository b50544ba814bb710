import type { ReceivedMessage } from './received-message.ts';
import type { SqlExecutor } from './sql.ts';

/** Turns a Kafka message into a validated event, or throws PoisonMessage. */
export type EventReader<E> = (message: ReceivedMessage) => E;

interface BaseSubscription<E> {
  topic: string;
  read: EventReader<E>;
  /** After a dead letter, the same key's later messages are parked until replay or skip. */
  ordered: boolean;
  // Methods, not function properties: so a list of subscriptions of different events is one type without `any`.
  /** The event's identity, the same at every delivery. */
  idOf(event: E, message: ReceivedMessage): string;
}

/**
 * Effect and dedupe mark in ONE transaction: the effect happens exactly once.
 * Messages of one batch may share a transaction; when one of them fails, each is run again in its own.
 * So a handler does nothing outside of the transaction.
 */
export interface Subscription<E> extends BaseSubscription<E> {
  isIdempotent?: false;
  handle(event: E, context: { transaction: SqlExecutor; message: ReceivedMessage }): Promise<void>;
}

/** For effects that are idempotent by themselves, such as starting a workflow under a deterministic id. */
export interface IdempotentSubscription<E> extends BaseSubscription<E> {
  isIdempotent: true;
  handle(event: E, context: { message: ReceivedMessage }): Promise<void>;
}

export type AnySubscription = Subscription<unknown> | IdempotentSubscription<unknown>;

/** Lets TypeScript infer the event's type from `read`. */
export function subscription<E>(definition: Subscription<E>): AnySubscription {
  return definition;
}

/** Lets TypeScript infer the event's type from `read`. */
export function idempotentSubscription<E>(
  definition: Omit<IdempotentSubscription<E>, 'isIdempotent'>,
): AnySubscription {
  return { ...definition, isIdempotent: true };
}
