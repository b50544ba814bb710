import { Webhook } from 'standardwebhooks';
import { DeliveryError, SEND_TIMEOUT_MILLISECONDS } from './channel.ts';
import type { Channel, ChannelMessage } from './channel.ts';

/** Sends each notification as a signed request (Standard Webhooks). */
export class WebhookChannel implements Channel {
  readonly name = 'webhook';
  readonly digests = false;
  readonly #url: string;
  readonly #signer: Webhook;

  constructor(url: string, secret: string) {
    this.#url = url;
    this.#signer = new Webhook(secret);
  }

  async send({ messageId, notifications }: ChannelMessage): Promise<void> {
    const [notification] = notifications;
    if (!notification) return;
    const { kind, at, facts, to = [] } = notification;
    const body = JSON.stringify({ type: `notification.${kind}`, timestamp: at, data: { ...facts, recipients: to } });
    const sentAt = new Date();
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': messageId,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        'webhook-signature': this.#signer.sign(messageId, sentAt, body),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(SEND_TIMEOUT_MILLISECONDS),
    });
    await response.body?.cancel();
    if (response.ok) return;
    const retryAfter = Number(response.headers.get('retry-after') ?? NaN);
    throw new DeliveryError(`HTTP ${response.status}`, Number.isFinite(retryAfter) ? retryAfter : undefined);
  }
}
