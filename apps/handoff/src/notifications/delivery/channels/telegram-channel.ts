import { DeliveryError, SEND_TIMEOUT_MILLISECONDS } from './channel.ts';
import type { Channel, ChannelMessage } from './channel.ts';

/** Telegram's limit for one message. */
const MAX_CHARACTERS = 4096;

/** Sends messages from the bot to each person's chat. */
export class TelegramChannel implements Channel {
  readonly name = 'telegram';
  readonly digests = true;
  readonly #url: string;

  constructor(token: string, apiUrl: string) {
    this.#url = `${apiUrl.replace(/\/$/, '')}/bot${token}/sendMessage`;
  }

  async send({ address, subject, text }: ChannelMessage): Promise<void> {
    if (address === undefined) throw new DeliveryError('the recipient has no Telegram chat');
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        chat_id: address,
        text: `${subject}\n\n${text}`.slice(0, MAX_CHARACTERS),
        link_preview_options: { is_disabled: true },
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(SEND_TIMEOUT_MILLISECONDS),
    });
    if (response.ok) return void (await response.body?.cancel());
    const body = (await response.json().catch(() => ({}))) as { parameters?: { retry_after?: number } };
    throw new DeliveryError(`HTTP ${response.status}`, body.parameters?.retry_after);
  }
}
