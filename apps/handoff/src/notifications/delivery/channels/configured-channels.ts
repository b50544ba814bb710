import { Logger } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { HandoffConfig } from '../../../handoff.config.ts';
import type { ChannelName } from '../../channel-names.ts';
import type { Channel } from './channel.ts';
import { EmailChannel } from './email-channel.ts';
import { LogChannel } from './log-channel.ts';
import { SlackChannel } from './slack-channel.ts';
import { TelegramChannel } from './telegram-channel.ts';
import { WebhookChannel } from './webhook-channel.ts';

/** The channels configured in the environment, and the log. */
@Injectable()
export class ConfiguredChannels {
  readonly channels: readonly Channel[];

  constructor(config: HandoffConfig, logger: Logger) {
    const { SMTP_URL, SLACK_WEBHOOK_URL, TELEGRAM_BOT_TOKEN, WEBHOOK_URL, WEBHOOK_SECRET } = config;
    this.channels = [
      ...(SMTP_URL ? [new EmailChannel(SMTP_URL, config.NOTIFICATION_SENDER)] : []),
      ...(TELEGRAM_BOT_TOKEN ? [new TelegramChannel(TELEGRAM_BOT_TOKEN, config.TELEGRAM_API_URL)] : []),
      ...(SLACK_WEBHOOK_URL ? [new SlackChannel(SLACK_WEBHOOK_URL)] : []),
      ...(WEBHOOK_URL && WEBHOOK_SECRET ? [new WebhookChannel(WEBHOOK_URL, WEBHOOK_SECRET)] : []),
      new LogChannel(logger),
    ];
  }

  get names(): ReadonlySet<ChannelName> {
    return new Set(this.channels.map(({ name }) => name));
  }

  close(): void {
    for (const channel of this.channels) channel.close?.();
  }
}
