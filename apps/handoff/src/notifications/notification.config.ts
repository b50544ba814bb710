import { Numeric, ServiceConfig } from '@baton/service';
import { DEFAULT_LANGUAGE, languages } from '@baton/wording';
import type { Language } from '@baton/wording';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, IsUrl, Matches, Max, Min, ValidateIf } from 'class-validator';

const quietHoursPattern = /^(none|([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)$/;
const http = { require_tld: false, protocols: ['http', 'https'], require_protocol: true };

/** By which channels people are told, and when; without any channel, by the ticket list and the log. */
export class NotificationConfig extends ServiceConfig {
  /** Such as smtp://host:25. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['smtp', 'smtps'], require_protocol: true })
  SMTP_URL?: string;

  @IsString()
  @IsNotEmpty()
  NOTIFICATION_SENDER: string = 'baton@localhost';

  /** An incoming webhook of Slack: one channel for the whole team. */
  @IsOptional()
  @IsUrl(http)
  SLACK_WEBHOOK_URL?: string;

  @IsOptional()
  @Matches(/^\d+:[\w-]+$/, { message: 'TELEGRAM_BOT_TOKEN must be what @BotFather gave, such as 123456:ABC-def' })
  TELEGRAM_BOT_TOKEN?: string;

  /** Another address where a Bot API server of one's own runs. */
  @IsUrl(http)
  TELEGRAM_API_URL: string = 'https://api.telegram.org';

  /** Gets every message as a signed request (Standard Webhooks). */
  @ValidateIf(({ WEBHOOK_URL, WEBHOOK_SECRET }: NotificationConfig) => Boolean(WEBHOOK_URL ?? WEBHOOK_SECRET))
  @IsUrl(http, { message: 'WEBHOOK_URL must be an http(s) address; it and WEBHOOK_SECRET are set together' })
  WEBHOOK_URL?: string;

  @ValidateIf(({ WEBHOOK_URL, WEBHOOK_SECRET }: NotificationConfig) => Boolean(WEBHOOK_URL ?? WEBHOOK_SECRET))
  @Matches(/^whsec_(?:[A-Za-z0-9+/]{4}){8,21}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, {
    message: 'WEBHOOK_SECRET must be whsec_ and 24 to 64 random bytes in base64; it and WEBHOOK_URL are set together',
  })
  WEBHOOK_SECRET?: string;

  /** What is read by everybody at once (Slack, the log) is written in this language. */
  @IsIn(languages)
  NOTIFICATION_LANGUAGE: Language = DEFAULT_LANGUAGE;

  /** Local time in which only what is urgent is sent; `none` for no such time. */
  @Matches(quietHoursPattern, { message: 'NOTIFICATION_QUIET_HOURS must be like 20:00-08:00, or none' })
  NOTIFICATION_QUIET_HOURS: string = '20:00-08:00';

  /** After a message, what comes for the same reader within this time becomes one message. */
  @Numeric()
  @IsInt()
  @Min(0)
  @Max(3600)
  NOTIFICATION_DIGEST_SECONDS: number = 60;

  /** How often a message is tried before it is given up and a ticket opened. */
  @Numeric()
  @IsInt()
  @Min(1)
  @Max(20)
  NOTIFICATION_TRIES: number = 8;

  /** The console, for links; without it a message names the handoff's path in the API. */
  @IsOptional()
  @IsUrl(http)
  BATON_CONSOLE_URL?: string;
}
