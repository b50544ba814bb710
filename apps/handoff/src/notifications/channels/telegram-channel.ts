import { NotDelivered, SEND_MILLISECONDS } from './channel.ts';
import type { Channel, OutgoingMessage } from './channel.ts';

/** What Telegram takes as one message. */
const LONGEST = 4096;

/** The bot writes to each person's own chat. One call of the Bot API needs no library. */
export class TelegramChannel implements Channel {
  readonly name = 'telegram';
  readonly digests = true;
  readonly #url: string;

  constructor(token: string, apiUrl: string) {
    this.#url = `${apiUrl.replace(/\/$/, '')}/bot${token}/sendMessage`;
  }

  async send({ address, subject, text }: OutgoingMessage): Promise<void> {
    if (address === undefined) throw new NotDelivered('the person has no Telegram chat');
    const answer = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        chat_id: address,
        text: `${subject}\n\n${text}`.slice(0, LONGEST),
        link_preview_options: { is_disabled: true },
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(SEND_MILLISECONDS),
    });
    if (answer.ok) return void (await answer.body?.cancel());
    const refusal = (await answer.json().catch(() => ({}))) as { parameters?: { retry_after?: number } };
    throw new NotDelivered(`HTTP ${answer.status}`, refusal.parameters?.retry_after);
  }
}
