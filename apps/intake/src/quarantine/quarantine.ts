import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import { Outbox, PgPool, problems } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { captureLeads } from '../capture/capture-leads.ts';
import { digest } from '../capture/digest.ts';
import { leadKeys } from '../capture/lead-keys.ts';
import { parseMessage } from '../capture/parse-message.ts';
import type { CapturedSignal } from '../capture/submission.ts';
import { IntakeConfig } from '../intake.config.ts';
import { decodeCursor, encodeCursor } from '../paging/cursor.ts';
import type { NormalisedLead } from '../parsing/normalised-lead.ts';
import { omitUndefined } from '../parsing/omit-undefined.ts';
import { parseLead } from '../parsing/parse-lead.ts';
import { QuarantinedMessageEntity } from './quarantined-message.entity.ts';
import type { QuarantineStatus } from './quarantined-message.entity.ts';
import type {
  DismissalResponse,
  QuarantineItemResponse,
  QuarantineListResponse,
  QuarantinedMessageResponse,
  QuarantineListRequest,
} from './quarantine.request.ts';

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
  async list({ status, overdue, limit, after }: QuarantineListRequest, now: Date): Promise<QuarantineListResponse> {
    const query = this.#database
      .createQueryBuilder(QuarantinedMessageEntity, 'message')
      .select(this.#listColumns())
      .where('message.status = :status', { status })
      .orderBy('message.receivedAt', 'ASC')
      .addOrderBy('message.id', 'ASC')
      .limit(limit + 1);
    if (after !== undefined) {
      query.andWhere(
        '(message.receivedAt > :at OR (message.receivedAt = :at AND message.id > :id))',
        decodeCursor(after),
      );
    }
    if (overdue !== undefined) {
      const isOverdue = `message.status = 'waiting' AND message.reviewDueAt < :now`;
      query.andWhere(overdue ? isOverdue : `NOT (${isOverdue})`, { now });
    }
    const found = await query.getMany();
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return omitUndefined({
      items: shown.map((message) => itemResponse(message, now)),
      next: last && found.length > limit ? encodeCursor({ at: last.receivedAt, id: last.id }) : undefined,
    });
  }

  /** All but what is long: a page of whole messages could be 200 MB. */
  #listColumns(): string[] {
    const { columns } = this.#database.getMetadata(QuarantinedMessageEntity);
    const names = columns.map(({ propertyName }) => propertyName);
    return names.filter((name) => name !== 'body' && name !== 'headers').map((name) => `message.${name}`);
  }

  async get(id: string, now: Date): Promise<QuarantinedMessageResponse> {
    const message = await this.#database.manager.findOneBy(QuarantinedMessageEntity, { id });
    if (!message) throw messageNotFound();
    const { headers, body } = message;
    return { ...itemResponse(message, now), headers, ...(body && { body: body.toString('utf8') }) };
  }

  /** Makes a lead of it, mended or as it came. Replaying twice is replaying once. */
  async replay(
    id: string,
    corrected: Record<string, unknown> | undefined,
    by: string,
    now: Date,
  ): Promise<CapturedSignal> {
    return inTransaction(this.#pool, async (client) => {
      const message = await lockMessage(client, id);
      const reading = corrected
        ? parseLead(corrected, { strict: true, defaultCountry: this.#config.DEFAULT_COUNTRY })
        : this.#parseAgain(message);
      if ('problems' in reading) {
        throw problems.unprocessable(
          'The lead is still not right: correct the fields named here and replay it again.',
          {
            type: 'invalid-fields',
            title: 'Some fields are wrong',
            errors: reading.problems,
          },
        );
      }
      const captured = await this.#capture(client, message, reading.lead);
      await client.query(
        `UPDATE intake.quarantined_message SET status = 'replayed', lead_id = $2, replayed_by = $3, replayed_at = $4
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
  async dismiss(id: string, reason: string, by: string, now: Date): Promise<QuarantineItemResponse> {
    await inTransaction(this.#pool, async (client) => {
      const { status } = await lockMessage(client, id);
      if (status === 'replayed') {
        throw problems.conflict('This message is a lead already. GET /quarantine/{id} says which.', {
          type: 'already-replayed',
        });
      }
      await client.query(
        `UPDATE intake.quarantined_message SET status = 'dismissed', dismissed_at = $2, dismissed_by = $3, dismissal_reason = $4
         WHERE id = $1 AND status = 'waiting'`,
        [id, now, by, reason],
      );
    });
    const { headers: _headers, body: _body, ...item } = await this.get(id, now);
    return item;
  }

  async #capture(client: PoolClient, message: StoredMessage, lead: NormalisedLead): Promise<CapturedSignal> {
    const { identity } = message;
    const [result] = await captureLeads(
      sqlExecutorOf(client),
      [
        {
          entryPoint: 'quarantine',
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
    if (!result || result.kind === 'conflict') throw new Error('A replay has no content to compare');
    return result.captured;
  }

  #parseAgain({ topic, partition, offset, headers, body, received_at: receivedAt }: StoredMessage) {
    if (!body) {
      throw problems.conflict('The body of this message has been deleted: send the lead as it should have been.', {
        type: 'body-deleted',
      });
    }
    const message = { topic, partition, offset, headers, value: body, key: null, receivedAt };
    return parseMessage(message, this.#config.DEFAULT_COUNTRY);
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
     FROM intake.quarantined_message WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!rows[0]) throw messageNotFound();
  return rows[0];
}

const messageNotFound = () =>
  problems.notFound('There is no quarantined message with this id. GET /quarantine lists them.');

const itemResponse = (message: QuarantinedMessageEntity, now: Date): QuarantineItemResponse =>
  omitUndefined({
    id: message.id,
    receivedAt: message.receivedAt.toISOString(),
    status: message.status,
    reviewDueAt: message.reviewDueAt.toISOString(),
    overdue: message.status === 'waiting' && message.reviewDueAt < now,
    codes: message.codes,
    problems: message.problems,
    position: `${message.topic}/${message.partition}/${message.offset}`,
    leadId: message.leadId ?? undefined,
    dismissal: dismissalResponse(message),
  });

function dismissalResponse({
  dismissedAt,
  dismissedBy,
  dismissalReason,
}: QuarantinedMessageEntity): DismissalResponse | undefined {
  if (!dismissedAt || dismissedBy === null || dismissalReason === null) return undefined;
  return { at: dismissedAt.toISOString(), by: dismissedBy, reason: dismissalReason };
}
