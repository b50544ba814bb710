import { Webhook } from 'standardwebhooks';
import { NotDelivered, SEND_MILLISECONDS } from './channel.ts';
import type { Channel, OutgoingMessage } from './channel.ts';

/** Each message as a request that its receiver can prove to be Baton's (Standard Webhooks). */
export class WebhookChannel implements Channel {
  readonly name = 'webhook';
  readonly digests = false;
  readonly #url: string;
  readonly #signer: Webhook;

  constructor(url: string, secret: string) {
    this.#url = url;
    this.#signer = new Webhook(secret);
  }

  async send({ messageId, told }: OutgoingMessage): Promise<void> {
    const [only] = told;
    if (!only) return;
    const { kind, at, facts, to = [] } = only;
    const body = JSON.stringify({ type: `notification.${kind}`, timestamp: at, data: { ...facts, recipients: to } });
    const sentAt = new Date();
    const answer = await fetch(this.#url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': messageId,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        'webhook-signature': this.#signer.sign(messageId, sentAt, body),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(SEND_MILLISECONDS),
    });
    await answer.body?.cancel();
    if (answer.ok) return;
    const retryAfter = Number(answer.headers.get('retry-after') ?? NaN);
    throw new NotDelivered(`HTTP ${answer.status}`, Number.isFinite(retryAfter) ? retryAfter : undefined);
  }
}
