import type { Logger } from '@baton/service';
import type { Channel, ChannelMessage } from './channel.ts';

/** The fallback for people whom no other channel reaches. */
export class LogChannel implements Channel {
  readonly name = 'log';
  readonly digests = true;
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  send({ messageId, recipientId, notifications }: ChannelMessage): Promise<void> {
    this.#logger.info(
      { messageId, recipient: recipientId, kinds: notifications.map(({ kind }) => kind) },
      'Logging a notification because no channel reaches its recipient',
    );
    return Promise.resolve();
  }
}
