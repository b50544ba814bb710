import { createTransport } from 'nodemailer';
import type { Transporter } from 'nodemailer';
import { DeliveryError, SEND_TIMEOUT_MILLISECONDS } from './channel.ts';
import type { Channel, ChannelMessage } from './channel.ts';

export class EmailChannel implements Channel {
  readonly name = 'email';
  readonly digests = true;
  readonly #mail: Transporter;
  readonly #sender: string;

  constructor(url: string, sender: string) {
    this.#sender = sender;
    this.#mail = createTransport({
      url,
      connectionTimeout: SEND_TIMEOUT_MILLISECONDS,
      greetingTimeout: SEND_TIMEOUT_MILLISECONDS,
      socketTimeout: SEND_TIMEOUT_MILLISECONDS,
    });
  }

  async send({ messageId, address, subject, text }: ChannelMessage): Promise<void> {
    if (address === undefined) throw new DeliveryError('the recipient has no e-mail address');
    await this.#mail.sendMail({
      from: this.#sender,
      to: address,
      messageId: `<${messageId.replaceAll(/[^\w.-]+/g, '.')}@baton>`,
      subject,
      text,
    });
  }

  close(): void {
    this.#mail.close();
  }
}
