import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import { Outbox, PgPool, problems } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { captureLeads } from '../capture/capture-leads.ts';
import { digest } from '../capture/digest.ts';
import { leadKeys } from '../capture/lead-keys.ts';
import { readMessage } from '../capture/read-message.ts';
import type { Captured } from '../capture/submission.ts';
import { IntakeConfig } from '../intake-config.ts';
import { readCursor, writeCursor } from '../person/cursor.ts';
import type { NormalLead } from '../reading/normal-lead.ts';
import { present } from '../reading/present.ts';
import { readLead } from '../reading/read-lead.ts';
import { QuarantinedMessageEntity } from './quarantined-message.entity.ts';
import type { QuarantineStatus } from './quarantined-message.entity.ts';
import type { Dismissal, QuarantinedItem, QuarantineList, QuarantinedMessage, QuarantineQuery } from './requests.ts';

/** Where messages wait that could not become leads, until they become some after all or are dismissed. */
@Injectable()
export class Quarantine {
  readonly #database: DataSource;
  readonly #pool: PgPool;
  readonly #outbox: Outbox;
  readonly #config: IntakeConfig;

  constructor(
    @Inject(DataSource) database: DataSource,
    @Inject(PgPool) pool: PgPool,
    @Inject(Outbox) outbox: Outbox,
    @Inject(IntakeConfig) config: IntakeConfig,
  ) {
    this.#database = database;
    this.#pool = pool;
    this.#outbox = outbox;
    this.#config = config;
  }

  /** Oldest first: what waits longest is reviewed first. */
  async list({ status, overdue, limit, after }: QuarantineQuery, now: Date): Promise<QuarantineList> {
    const query = this.#database
      .createQueryBuilder(QuarantinedMessageEntity, 'message')
      .select(this.#listed())
      .where('message.status = :status', { status })
      .orderBy('message.receivedAt', 'ASC')
      .addOrderBy('message.id', 'ASC')
      .limit(limit + 1);
    if (after !== undefined) {
      query.andWhere(
        '(message.receivedAt > :at OR (message.receivedAt = :at AND message.id > :id))',
        readCursor(after),
      );
    }
    if (overdue !== undefined) {
      const isOverdue = `message.status = 'waiting' AND message.reviewBy < :now`;
      query.andWhere(overdue ? isOverdue : `NOT (${isOverdue})`, { now });
    }
    const found = await query.getMany();
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return present({
      items: shown.map((message) => itemOf(message, now)),
      next: last && found.length > limit ? writeCursor({ at: last.receivedAt, id: last.id }) : undefined,
    });
  }

  /** All but what is long: a page of whole messages could be 200 MB. */
  #listed(): string[] {
    const { columns } = this.#database.getMetadata(QuarantinedMessageEntity);
    const names = columns.map(({ propertyName }) => propertyName);
    return names.filter((name) => name !== 'body' && name !== 'headers').map((name) => `message.${name}`);
  }

  async one(id: string, now: Date): Promise<QuarantinedMessage> {
    const message = await this.#database.manager.findOneBy(QuarantinedMessageEntity, { id });
    if (!message) throw notQuarantined();
    const { headers, body } = message;
    return { ...itemOf(message, now), headers, ...(body && { body: body.toString('utf8') }) };
  }

  /** Makes a lead of it, mended or as it came. Replaying twice is replaying once. */
  async replay(id: string, mended: Record<string, unknown> | undefined, by: string, now: Date): Promise<Captured> {
    return inTransaction(this.#pool, async (client) => {
      const message = await lockMessage(client, id);
      const reading = mended
        ? readLead(mended, { strict: true, defaultCountry: this.#config.DEFAULT_COUNTRY })
        : this.#readAgain(message);
      if ('problems' in reading) {
        throw problems.unprocessable(
          'The lead is still not right: correct the fields named here and replay it again.',
          {
            type: 'validation',
            title: 'Some fields are wrong',
            errors: reading.problems,
          },
        );
      }
      const captured = await this.#capture(client, message, reading.lead);
      await client.query(
        `UPDATE intake.quarantine SET status = 'replayed', lead_id = $2, replayed_by = $3, replayed_at = $4
         WHERE id = $1 AND status <> 'replayed'`,
        [id, captured.leadId, by, now],
      );
      return captured;
    });
  }

  /**
   * Takes it for no lead. Whoever said so first stands; who was wrong replays it, as long as its body is there.
   * @throws Problem 404, or 409 where it is a lead already.
   */
  async dismiss(id: string, reason: string, by: string, now: Date): Promise<QuarantinedItem> {
    await inTransaction(this.#pool, async (client) => {
      const { status } = await lockMessage(client, id);
      if (status === 'replayed') {
        throw problems.conflict('This message is a lead already. GET /quarantine/{id} says which.', {
          type: 'already-replayed',
        });
      }
      await client.query(
        `UPDATE intake.quarantine SET status = 'dismissed', dismissed_at = $2, dismissed_by = $3, dismiss_reason = $4
         WHERE id = $1 AND status = 'waiting'`,
        [id, now, by, reason],
      );
    });
    const { headers: _headers, body: _body, ...item } = await this.one(id, now);
    return item;
  }

  async #capture(client: PoolClient, message: StoredMessage, lead: NormalLead): Promise<Captured> {
    const { identity } = message;
    const [result] = await captureLeads(
      sqlExecutorOf(client),
      [
        {
          door: 'quarantine',
          createdBy: message.created_by,
          // The clocks began when it came, not when it was mended.
          receivedAt: message.received_at,
          signalId: digest('signal', identity),
          newLeadId: digest('lead', identity),
          lead,
          keys: leadKeys(lead),
          identity: { digest: identity },
        },
      ],
      (transaction, messages) => this.#outbox.append(transaction, messages),
    );
    if (!result || result.kind === 'other-content') throw new Error('A replay has no content to compare');
    return result.captured;
  }

  #readAgain({ topic, partition, offset, headers, body, received_at: receivedAt }: StoredMessage) {
    if (!body) {
      throw problems.conflict('The body of this message has been deleted: send the lead as it should have been.', {
        type: 'body-deleted',
      });
    }
    const message = { topic, partition, offset, headers, value: body, key: null, receivedAt };
    return readMessage(message, this.#config.DEFAULT_COUNTRY);
  }
}

interface StoredMessage {
  identity: string;
  created_by: string;
  received_at: Date;
  topic: string;
  partition: number;
  offset: string;
  headers: Record<string, string>;
  body: Buffer | null;
  status: QuarantineStatus;
}

async function lockMessage(client: PoolClient, id: string): Promise<StoredMessage> {
  const { rows } = await client.query<StoredMessage>(
    `SELECT identity, created_by, received_at, topic, partition, "offset", headers, body, status
     FROM intake.quarantine WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!rows[0]) throw notQuarantined();
  return rows[0];
}

const notQuarantined = () =>
  problems.notFound('There is no quarantined message with this id. GET /quarantine lists them.');

const itemOf = (message: QuarantinedMessageEntity, now: Date): QuarantinedItem =>
  present({
    id: message.id,
    receivedAt: message.receivedAt.toISOString(),
    status: message.status,
    reviewBy: message.reviewBy.toISOString(),
    overdue: message.status === 'waiting' && message.reviewBy < now,
    codes: message.codes,
    problems: message.problems,
    place: `${message.topic}/${message.partition}/${message.offset}`,
    leadId: message.leadId ?? undefined,
    dismissal: dismissalOf(message),
  });

function dismissalOf({ dismissedAt, dismissedBy, dismissReason }: QuarantinedMessageEntity): Dismissal | undefined {
  if (!dismissedAt || dismissedBy === null || dismissReason === null) return undefined;
  return { at: dismissedAt.toISOString(), by: dismissedBy, reason: dismissReason };
}
