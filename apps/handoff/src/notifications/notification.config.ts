import { Numeric, ServiceConfig } from '@baton/service';
import { DEFAULT_LANGUAGE, languages } from '@baton/wording';
import type { Language } from '@baton/wording';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, IsUrl, Matches, Max, Min, ValidateIf } from 'class-validator';

const quietHoursPattern = /^(none|([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)$/;
const http = { require_tld: false, protocols: ['http', 'https'], require_protocol: true };

/** Channels and times of notifications. Without any channel they go to the log. */
export class NotificationConfig extends ServiceConfig {
  /** For example smtp://host:25. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['smtp', 'smtps'], require_protocol: true })
  SMTP_URL?: string;

  @IsString()
  @IsNotEmpty()
  NOTIFICATION_SENDER: string = 'baton@localhost';

  /** An incoming webhook of Slack, one for the whole team. */
  @IsOptional()
  @IsUrl(http)
  SLACK_WEBHOOK_URL?: string;

  @IsOptional()
  @Matches(/^\d+:[\w-]+$/, { message: 'TELEGRAM_BOT_TOKEN must be a token from @BotFather, such as 123456:ABC-def' })
  TELEGRAM_BOT_TOKEN?: string;

  /** Set this to use a self-hosted Bot API server. */
  @IsUrl(http)
  TELEGRAM_API_URL: string = 'https://api.telegram.org';

  /** Receives every notification as a signed request (Standard Webhooks). */
  @ValidateIf(({ WEBHOOK_URL, WEBHOOK_SECRET }: NotificationConfig) => Boolean(WEBHOOK_URL ?? WEBHOOK_SECRET))
  @IsUrl(http, { message: 'WEBHOOK_URL must be an http(s) address. Set it together with WEBHOOK_SECRET' })
  WEBHOOK_URL?: string;

  @ValidateIf(({ WEBHOOK_URL, WEBHOOK_SECRET }: NotificationConfig) => Boolean(WEBHOOK_URL ?? WEBHOOK_SECRET))
  @Matches(/^whsec_(?:[A-Za-z0-9+/]{4}){8,21}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, {
    message:
      'WEBHOOK_SECRET must be whsec_ followed by 24 to 64 random bytes in base64. Set it together with WEBHOOK_URL',
  })
  WEBHOOK_SECRET?: string;

  /** The language of messages to shared channels such as Slack. */
  @IsIn(languages)
  NOTIFICATION_LANGUAGE: Language = DEFAULT_LANGUAGE;

  /** Local time during which only urgent messages are sent; `none` switches it off. */
  @Matches(quietHoursPattern, { message: 'NOTIFICATION_QUIET_HOURS must be a range such as 20:00-08:00, or none' })
  NOTIFICATION_QUIET_HOURS: string = '20:00-08:00';

  /** Notifications that follow a message to the same recipient within this time are combined into one. */
  @Numeric()
  @IsInt()
  @Min(0)
  @Max(3600)
  NOTIFICATION_DIGEST_SECONDS: number = 60;

  /** Attempts before a message is given up and a ticket is opened. */
  @Numeric()
  @IsInt()
  @Min(1)
  @Max(20)
  NOTIFICATION_TRIES: number = 8;

  /** Address of the console, for links. Without it messages contain the handoff's path in the API. */
  @IsOptional()
  @IsUrl(http)
  BATON_CONSOLE_URL?: string;
}
