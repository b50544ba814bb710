import { Logger, Metrics, PgPool } from '@baton/service';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { setTimeout as pause } from 'node:timers/promises';
import { HandoffConfig } from '../handoff.config.ts';
import { messageText } from './message-text.ts';
import type { NotificationKind } from './notifications-of.ts';

const AT_ONCE = 50;
const IDLE_MILLISECONDS = 500;
const SEND_MILLISECONDS = 10_000;

interface Waiting {
  notification_id: string;
  recipient_id: string;
  kind: NotificationKind;
  facts: Record<string, string>;
  tries: number;
  email: string | null;
}

/**
 * Delivers what the record's transactions wrote: at least once, under an id that stays the same.
 * No clock waits for it: a channel that fails is tried again later and later, up to once an hour.
 */
@Injectable()
export class NotificationSender implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #pool: PgPool;
  readonly #config: HandoffConfig;
  readonly #logger: Logger;
  readonly #metrics: Metrics;
  readonly #stopping = new AbortController();
  readonly #mail: Transporter | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(pool: PgPool, config: HandoffConfig, logger: Logger, metrics: Metrics) {
    this.#pool = pool;
    this.#config = config;
    this.#logger = logger;
    this.#metrics = metrics;
    this.#mail = config.SMTP_URL
      ? createTransport({
          url: config.SMTP_URL,
          connectionTimeout: SEND_MILLISECONDS,
          socketTimeout: SEND_MILLISECONDS,
        })
      : undefined;
  }

  onApplicationBootstrap(): void {
    this.#running = this.#run();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.#mail?.close();
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const sent = await this.#sendWaiting().catch((error: unknown) => {
        this.#logger.warn({ err: error }, 'Notifications cannot be read; trying again');
        return 0;
      });
      if (sent < AT_ONCE)
        await pause(IDLE_MILLISECONDS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }

  /** Claims what waits for a minute, so that another worker does not take it too, and sends it. */
  async #sendWaiting(): Promise<number> {
    const { rows } = await this.#pool.query<Waiting>(
      `WITH claimed AS (
         SELECT notification_id FROM handoff.notification
         WHERE sent_at IS NULL AND next_try_at <= now() ORDER BY next_try_at LIMIT $1 FOR UPDATE SKIP LOCKED
       ), taken AS (
         UPDATE handoff.notification n SET next_try_at = now() + interval '1 minute', tries = n.tries + 1
         FROM claimed WHERE n.notification_id = claimed.notification_id RETURNING n.*
       )
       SELECT taken.*, person.email FROM taken LEFT JOIN handoff.person ON person.person_id = taken.recipient_id`,
      [AT_ONCE],
    );
    await Promise.all(rows.map((waiting) => this.#send(waiting)));
    return rows.length;
  }

  async #send({ notification_id: id, recipient_id: recipient, kind, facts, tries, email }: Waiting): Promise<void> {
    const counter = this.#metrics.counter('notifications_total', 'Messages to people by kind and result', [
      'kind',
      'result',
    ]);
    try {
      const sentBy = this.#mail && email ? 'mail' : 'log';
      if (this.#mail && email) {
        const messageId = `<${id.replaceAll('/', '.')}@baton>`;
        await this.#mail.sendMail({
          from: this.#config.NOTIFICATION_SENDER,
          to: email,
          messageId,
          ...messageText(kind, facts),
        });
      } else {
        this.#logger.info(
          { notificationId: id, recipient, kind },
          'A notification stands here because no mail server is configured',
        );
      }
      await this.#pool.query(
        'UPDATE handoff.notification SET sent_at = now(), sent_by = $2, last_error = NULL WHERE notification_id = $1',
        [id, sentBy],
      );
      counter.inc({ kind, result: 'sent' });
    } catch (error) {
      const waitSeconds = Math.min(2 ** tries * 5, 3600);
      const reason = error instanceof Error ? error.name : 'unknown';
      counter.inc({ kind, result: 'failed' });
      this.#logger.warn(
        { notificationId: id, kind, tries, reason },
        'A notification could not be sent; it is tried again later',
      );
      await this.#pool
        .query(
          `UPDATE handoff.notification SET next_try_at = now() + $2 * interval '1 second', last_error = $3 WHERE notification_id = $1`,
          [id, waitSeconds, reason],
        )
        .catch(() => undefined);
    }
  }
}
