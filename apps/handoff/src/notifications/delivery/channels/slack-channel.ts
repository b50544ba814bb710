import { IncomingWebhook, IncomingWebhookHTTPError } from '@slack/webhook';
import { DeliveryError, SEND_TIMEOUT_MILLISECONDS } from './channel.ts';
import type { Channel, ChannelMessage } from './channel.ts';

/** Posts to one Slack channel for the whole team. */
export class SlackChannel implements Channel {
  readonly name = 'slack';
  readonly digests = true;
  readonly #webhook: IncomingWebhook;

  constructor(url: string) {
    this.#webhook = new IncomingWebhook(url, { timeout: SEND_TIMEOUT_MILLISECONDS });
  }

  async send({ subject, text }: ChannelMessage): Promise<void> {
    try {
      await this.#webhook.send({ text: `*${escaped(subject)}*\n${escaped(text)}`, unfurl_links: false });
    } catch (error) {
      if (error instanceof IncomingWebhookHTTPError) throw new DeliveryError(`HTTP ${error.statusCode}`);
      throw error;
    }
  }
}

/** Slack treats these three characters as markup. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
