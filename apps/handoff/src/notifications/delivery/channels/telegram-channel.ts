import { DeliveryError, SEND_TIMEOUT_MILLISECONDS } from './channel.ts';
import type { Channel, ChannelMessage } from './channel.ts';

/** What Telegram takes as one message. */
const MOST_CHARACTERS = 4096;

/** The bot writes to each person's own chat. One call of the Bot API needs no library. */
export class TelegramChannel implements Channel {
  readonly name = 'telegram';
  readonly digests = true;
  readonly #url: string;

  constructor(token: string, apiUrl: string) {
    this.#url = `${apiUrl.replace(/\/$/, '')}/bot${token}/sendMessage`;
  }

  async send({ address, subject, text }: ChannelMessage): Promise<void> {
    if (address === undefined) throw new DeliveryError('the person has no Telegram chat');
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        chat_id: address,
        text: `${subject}\n\n${text}`.slice(0, MOST_CHARACTERS),
        link_preview_options: { is_disabled: true },
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(SEND_TIMEOUT_MILLISECONDS),
    });
    if (response.ok) return void (await response.body?.cancel());
    const refusal = (await response.json().catch(() => ({}))) as { parameters?: { retry_after?: number } };
    throw new DeliveryError(`HTTP ${response.status}`, refusal.parameters?.retry_after);
  }
}
