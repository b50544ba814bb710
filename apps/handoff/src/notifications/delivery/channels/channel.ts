import type { MessageText, NotificationContent } from '@baton/wording';
import type { ChannelName } from '../../channel-names.ts';

/** How long a worker waits for one channel to respond. */
export const SEND_TIMEOUT_MILLISECONDS = 10_000;

/** One outgoing message, to a person or to a shared channel such as the team's chat. */
export interface ChannelMessage extends MessageText {
  /** The same on every attempt, so that receivers can deduplicate. */
  messageId: string;
  recipientId?: string;
  /** The person's address in this channel. */
  address?: string;
  notifications: (NotificationContent & { notificationId: string; at: string })[];
}

/** A way to reach people. Retries and quiet hours are handled by its callers. */
export interface Channel {
  readonly name: ChannelName;
  /** Whether notifications for one recipient may be combined into one message. Machines get them one by one. */
  readonly digests: boolean;
  /** @throws DeliveryError, or an error of the channel's library. */
  send(message: ChannelMessage): Promise<void>;
  close?(): void;
}

/** The receiver did not accept the message. Never carries its content or address: addresses can be secrets. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  /** How long the receiver asks to wait before the next attempt. */
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, retryAfterSeconds?: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A failure as stored and logged: without the error's text, which may contain addresses. */
export function failureReason(error: unknown): string {
  if (error instanceof DeliveryError) return error.message;
  if (!(error instanceof Error)) return 'unknown';
  const { name, code } = error as Error & { code?: unknown };
  return typeof code === 'string' ? code : name;
}
