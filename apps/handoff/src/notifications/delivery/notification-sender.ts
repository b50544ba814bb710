import { BackgroundLoop, CommitSignal, Logger, Metrics } from '@baton/service';
import { DEFAULT_LANGUAGE, isLanguage, messageText } from '@baton/wording';
import type { Language } from '@baton/wording';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { HandoffConfig } from '../../handoff.config.ts';
import { DeliveryError, failureReason, SEND_TIMEOUT_MILLISECONDS } from './channels/channel.ts';
import type { Channel } from './channels/channel.ts';
import { ConfiguredChannels } from './channels/configured-channels.ts';
import { Deliveries } from './deliveries.ts';
import type { ClaimedMessage, MessageContent } from './deliveries.ts';
import { parseQuietHours, zoneOrUtc } from './quiet-hours.ts';

const CLAIM_BATCH = 10;
const UNDELIVERABLE_PAUSE_MILLISECONDS = 5_000;
const loopOptions = {
  // For what becomes due by the clock; commits nudge the loops.
  pauseMilliseconds: 2000,
  failureMessage: 'Could not read or update notifications; retrying',
};
const LONGEST_WAIT_SECONDS = 3600;

/**
 * Delivers notifications at least once, under a stable id. Each channel has its own loop, so that a slow one delays
 * neither the others nor the workflows. Failed messages are retried with growing pauses.
 */
@Injectable()
export class NotificationSender implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #deliveries: Deliveries;
  readonly #channels: ConfiguredChannels;
  readonly #config: HandoffConfig;
  readonly #logger: Logger;
  readonly #metrics: Metrics;
  #loops: BackgroundLoop[] = [];

  constructor(
    deliveries: Deliveries,
    channels: ConfiguredChannels,
    config: HandoffConfig,
    logger: Logger,
    metrics: Metrics,
    signal: CommitSignal,
  ) {
    this.#deliveries = deliveries;
    this.#channels = channels;
    this.#config = config;
    this.#logger = logger;
    this.#metrics = metrics;
    signal.onCommit(() => {
      for (const loop of this.#loops) loop.nudge();
    });
  }

  onApplicationBootstrap(): void {
    const quiet = parseQuietHours(this.#config.NOTIFICATION_QUIET_HOURS);
    const { names, channels: all } = this.#channels;
    this.#loops = [
      async () => ((await this.#deliveries.plan(names, quiet)) > 0 ? ('more' as const) : undefined),
      ...all.map((channel) => () => this.#sendDue(channel)),
    ].map((round) => new BackgroundLoop({ round, ...loopOptions, logger: this.#logger }));
    this.#loops.push(
      new BackgroundLoop({
        ...loopOptions,
        pauseMilliseconds: UNDELIVERABLE_PAUSE_MILLISECONDS,
        logger: this.#logger,
        round: () => this.#deliveries.releaseUndeliverable(names),
      }),
    );
    for (const loop of this.#loops) loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
    this.#channels.close();
  }

  async #sendDue(channel: Channel): Promise<'more' | undefined> {
    await this.#deliveries.pack(channel, this.#config.NOTIFICATION_DIGEST_SECONDS);
    const messages = await this.#deliveries.claim(channel.name, CLAIM_BATCH);
    if (messages.length === 0) return undefined;
    const contents = await this.#deliveries.contents(messages.map(({ message_id }) => message_id));
    await Promise.all(
      messages.map((message) =>
        this.#send(
          channel,
          message,
          contents.filter(({ message_id }) => message_id === message.message_id),
        ),
      ),
    );
    return messages.length === CLAIM_BATCH ? 'more' : undefined;
  }

  async #send(channel: Channel, message: ClaimedMessage, contents: MessageContent[]): Promise<void> {
    const sending = async (): Promise<void> => channel.send(this.#channelMessage(channel, message, contents));
    const result = await withTimeout(sending()).then(
      () => 'sent' as const,
      (error: unknown) => ({ error }),
    );
    this.#metrics
      .counter('notifications_total', 'Notification messages by channel and result', ['channel', 'result'])
      .inc({ channel: channel.name, result: result === 'sent' ? 'sent' : 'failed' });
    if (result === 'sent') return this.#deliveries.markSent(message);
    const failure = failureReason(result.error);
    const { message_id: messageId, tries } = message;
    const isLast = tries >= this.#config.NOTIFICATION_TRIES;
    this.#logger.warn(
      { messageId, channel: channel.name, tries, reason: failure },
      isLast ? 'Gave up on a message and opened a ticket' : 'Could not send a message; it will be retried',
    );
    if (isLast) return this.#deliveries.giveUp(message, failure);
    const requestedPauseSeconds = result.error instanceof DeliveryError ? (result.error.retryAfterSeconds ?? 0) : 0;
    return this.#deliveries.retryLater(
      message,
      Math.min(Math.max(2 ** tries * 5, requestedPauseSeconds), LONGEST_WAIT_SECONDS),
      failure,
    );
  }

  #channelMessage(
    { name }: Channel,
    { message_id: messageId, recipient_id: recipientId }: ClaimedMessage,
    contents: MessageContent[],
  ): Parameters<Channel['send']>[0] {
    const [first] = contents;
    const notifications = contents.map((content) => ({
      notificationId: content.notification_id,
      kind: content.kind,
      facts: content.facts,
      reason: content.reason,
      at: content.created_at.toISOString(),
      ...(recipientId === null && { to: content.recipients }),
    }));
    const recipient = {
      language: recipientId === null ? this.#config.NOTIFICATION_LANGUAGE : languageOf(first),
      zone: zoneOrUtc((recipientId === null ? first?.agreement_zone : first?.zone) ?? 'UTC'),
      consoleUrl: this.#config.BATON_CONSOLE_URL,
    };
    const address = name === 'email' ? first?.email : name === 'telegram' ? first?.chat : undefined;
    return {
      messageId,
      ...(recipientId !== null && { recipientId }),
      ...(address && { address }),
      notifications,
      ...messageText(notifications, recipient),
    };
  }
}

const languageOf = ({ language }: Partial<MessageContent> = {}): Language =>
  isLanguage(language) ? language : DEFAULT_LANGUAGE;

/** Fails when a channel hangs in spite of the timeouts of its library. */
async function withTimeout(sending: Promise<void>): Promise<void> {
  const done = new AbortController();
  const timeout = pause(SEND_TIMEOUT_MILLISECONDS * 1.5, undefined, { signal: done.signal }).then(() => {
    throw new DeliveryError('no response in time');
  });
  try {
    await Promise.race([sending, timeout]);
  } finally {
    done.abort();
    timeout.catch(() => undefined);
  }
}
