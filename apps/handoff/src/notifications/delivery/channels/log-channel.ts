import type { Logger } from '@baton/service';
import type { Channel, ChannelMessage } from './channel.ts';

/** Where nothing else reaches a person; the ticket list says the same. */
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
      'A notification stands here because no channel reaches its recipient',
    );
    return Promise.resolve();
  }
}
