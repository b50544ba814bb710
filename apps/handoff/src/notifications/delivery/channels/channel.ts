import type { MessageText, NotificationContent } from '@baton/wording';
import type { ChannelName } from '../../channel-names.ts';

/** No channel lets a worker wait longer for its answer. */
export const SEND_TIMEOUT_MILLISECONDS = 10_000;

/** One message as it leaves: to a person, or to everybody who reads along. */
export interface ChannelMessage extends MessageText {
  /** The same at every try, so that a receiver can tell a repetition. */
  messageId: string;
  recipientId?: string;
  /** The person's address in this channel. */
  address?: string;
  notifications: (NotificationContent & { notificationId: string; at: string })[];
}

/** A way to reach people. It knows nothing of tries, quiet hours or other channels. */
export interface Channel {
  readonly name: ChannelName;
  /** Whether several messages for one reader are told in one; a machine wants each by itself. */
  readonly digests: boolean;
  /** @throws NotDelivered, or whatever its library throws. */
  send(message: ChannelMessage): Promise<void>;
  close?(): void;
}

/** The receiver did not take the message. Says nothing of what was in it, nor where it went: addresses can be secrets. */
export class DeliveryError extends Error {
  override readonly name = 'NotDelivered';
  /** The receiver asks for at least this pause. */
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, retryAfterSeconds?: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What a failure is called in the record and the log: never its text, which may name addresses. */
export function failureReason(error: unknown): string {
  if (error instanceof DeliveryError) return error.message;
  if (!(error instanceof Error)) return 'unknown';
  const { name, code } = error as Error & { code?: unknown };
  return typeof code === 'string' ? code : name;
}
