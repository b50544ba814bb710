import type { ReceivedMessage } from '../kafka/received-message.ts';
import type { SqlExecutor } from '../database/sql.ts';

/**
 * Decodes and validates a Kafka message.
 * @throws PoisonMessage
 */
export type EventReader<E> = (message: ReceivedMessage) => E;

interface BaseSubscription<E> {
  topic: string;
  read: EventReader<E>;
  /** Once a message is a dead letter, later messages of its key are parked until it is replayed or skipped. */
  ordered: boolean;
  // A method, not a function property, so that subscriptions to different events share one type without `any`.
  /** The event's id, the same for every delivery. */
  idOf(event: E, message: ReceivedMessage): string;
}

/**
 * The effect and the mark against duplicates are committed in one transaction, so the effect happens exactly once.
 * Messages of a batch may share a transaction; when one of them fails, each is processed again in its own. A handler
 * must therefore not do anything outside the transaction.
 */
export interface Subscription<E> extends BaseSubscription<E> {
  isIdempotent?: false;
  handle(event: E, context: { transaction: SqlExecutor; message: ReceivedMessage }): Promise<void>;
}

/** For effects that are already idempotent, such as starting a workflow with a deterministic id. */
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
