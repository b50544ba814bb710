import { CommitSignal, createLogger, loadConfig, Metrics, migrate, PgPool } from '@baton/service';
import { createIsolatedDatabase, waitUntil } from '@baton/testing';
import type { IsolatedDatabase } from '@baton/testing';
import { DEFAULT_LANGUAGE } from '@baton/wording';
import type { NotificationKind } from '@baton/wording';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { migrations } from '../database/migrations.ts';
import { SCHEMA } from '../database/schema.ts';
import { HandoffConfig } from '../handoff.config.ts';
import { ConfiguredChannels } from '../notifications/delivery/channels/configured-channels.ts';
import { Deliveries } from '../notifications/delivery/deliveries.ts';
import { NotificationSender } from '../notifications/delivery/notification-sender.ts';

export interface MessageRow {
  message_id: string;
  channel: string;
  recipient_id: string | null;
  tries: number;
  sent_at: Date | null;
  given_up_at: Date | null;
  last_error: string | null;
}

export const silentLogger = createLogger({ name: 'test', level: 'silent' });

/** Notification senders on their own database, without Kafka and Temporal. Each stands for one worker. */
export class SenderFixture {
  readonly database: IsolatedDatabase;
  readonly pool: PgPool;
  readonly #environment: Record<string, string>;
  readonly #senders: NotificationSender[] = [];
  readonly signal: CommitSignal;

  private constructor(database: IsolatedDatabase, environment: Record<string, string>) {
    this.database = database;
    this.pool = new PgPool({ connectionString: database.url, max: 10 });
    this.pool.on('error', () => undefined);
    this.#environment = environment;
    this.signal = new CommitSignal({ pool: this.pool, schema: SCHEMA, logger: silentLogger });
  }

  static async start(environment: Record<string, string>, workers = 1): Promise<SenderFixture> {
    const database = await createIsolatedDatabase(SCHEMA);
    const fixture = new SenderFixture(database, {
      HTTP_PORT: '0',
      DATABASE_URL: database.url,
      KAFKA_BROKERS: '127.0.0.1:1',
      TEAM_FILE: 'unused',
      AUTH_JWKS_URL: 'http://127.0.0.1:1',
      AUTH_ISSUER: 'http://127.0.0.1:1',
      INTAKE_URL: 'http://127.0.0.1:1',
      SERVICE_API_KEY: 'baton_a-key-for-this-test-only',
      NOTIFICATION_QUIET_HOURS: 'none',
      ...environment,
    });
    await migrate({ config: fixture.#config(), schema: SCHEMA, migrations });
    await fixture.pool.query(
      `INSERT INTO handoff.team (team_id, name, position) VALUES ('sales', 'Sales', 0), ('other', 'Other', 1)`,
    );
    await fixture.pool.query(
      `INSERT INTO handoff.person (person_id, team_id, roles, email, language, channels) VALUES
         ('anna', 'sales', '{rep}', 'anna@example.com', NULL, NULL),
         ('ben', 'sales', '{rep}', 'ben@example.com', 'en', '{"email": false, "telegram": "7"}'),
         ('olga', 'other', '{rep}', NULL, NULL, NULL)`,
    );
    for (let count = 0; count < workers; count += 1) fixture.startWorker();
    fixture.signal.onApplicationBootstrap();
    return fixture;
  }

  startWorker(): void {
    const config = this.#config();
    const channels = new ConfiguredChannels(config, silentLogger);
    const sender = new NotificationSender(
      new Deliveries(this.pool, new AgreementStore(this.pool)),
      channels,
      config,
      silentLogger,
      new Metrics(),
      this.signal,
    );
    sender.onApplicationBootstrap();
    this.#senders.push(sender);
  }

  async stopWorkers(): Promise<void> {
    await Promise.all(this.#senders.splice(0).map((sender) => sender.onModuleDestroy()));
  }

  /** Adds a notification as a step of the record does. */
  async addNotification(
    recipientId: string,
    kind: NotificationKind = 'new-lead',
    { stepId = `handoff-${Math.random()}/1`, facts = {} }: { stepId?: string; facts?: Record<string, string> } = {},
  ): Promise<string> {
    const notificationId = `${stepId}/${recipientId}`;
    await this.pool.query(
      `INSERT INTO handoff.notification (notification_id, step_id, handoff_id, recipient_id, kind, facts, language)
       SELECT $1, $2, $3, $4, $5, $6, coalesce((SELECT language FROM handoff.person WHERE person_id = $4), $7)`,
      [
        notificationId,
        stepId,
        stepId,
        recipientId,
        kind,
        { handoffId: stepId.split('/')[0], ...facts },
        DEFAULT_LANGUAGE,
      ],
    );
    this.signal.announce();
    return notificationId;
  }

  async messages(): Promise<MessageRow[]> {
    return (await this.pool.query<MessageRow>('SELECT * FROM handoff.message ORDER BY created_at, message_id')).rows;
  }

  /** Waits until the messages fulfil the condition. */
  messagesWhen(what: string, condition: (messages: MessageRow[]) => boolean): Promise<MessageRow[]> {
    return waitUntil(
      async () => {
        const messages = await this.messages();
        return condition(messages) && messages;
      },
      { what },
    );
  }

  /** The number of deliveries that are in no message yet. */
  async countPendingDeliveries(): Promise<number> {
    const { rows } = await this.pool.query<{ pending: number }>(
      'SELECT count(*)::int AS pending FROM handoff.delivery WHERE message_id IS NULL',
    );
    return rows[0]?.pending ?? 0;
  }

  /** Ends the time in which deliveries are collected for a digest. */
  async expireDigest(): Promise<void> {
    await this.pool.query(`UPDATE handoff.message SET created_at = created_at - interval '2 hours'`);
  }

  /** Ends the waits between tries, which are minutes. */
  async expireRetryWaits(): Promise<void> {
    await this.pool.query('UPDATE handoff.message SET next_try_at = now() WHERE last_error IS NOT NULL');
  }

  async stop(): Promise<void> {
    await this.stopWorkers();
    await this.signal.onModuleDestroy();
    await this.pool.end();
    await this.database.drop();
  }

  #config(): HandoffConfig {
    return loadConfig(HandoffConfig, this.#environment);
  }
}
