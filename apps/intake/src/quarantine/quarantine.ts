import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import { Outbox, PgPool, problems } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { captureLeads } from '../capture/capture-leads.ts';
import { capturedLeadResponse } from '../capture/captured-lead.response.ts';
import type { CapturedLeadResponse } from '../capture/captured-lead.response.ts';
import { digest } from '../capture/digest.ts';
import { invalidLead } from '../capture/invalid-lead.ts';
import { leadKeys } from '../capture/lead-keys.ts';
import { parseMessage } from '../capture/parse-message.ts';
import type { CapturedSignal } from '../capture/submission.ts';
import { IntakeConfig } from '../intake.config.ts';
import type { NormalisedLead } from '../parsing/normalised-lead.ts';
import { parseLead } from '../parsing/parse-lead.ts';
import { messageNotFound } from './quarantine.query.ts';
import type { QuarantineStatus } from './quarantined-message.entity.ts';

/** Replays or dismisses messages that could not be captured. */
@Injectable()
export class Quarantine {
  readonly #pool: PgPool;
  readonly #outbox: Outbox;
  readonly #config: IntakeConfig;

  constructor(pool: PgPool, outbox: Outbox, config: IntakeConfig) {
    this.#pool = pool;
    this.#outbox = outbox;
    this.#config = config;
  }

  /** Captures the corrected lead, or parses the stored message again. Replaying a second time changes nothing. */
  async replay(
    id: string,
    corrected: Record<string, unknown> | undefined,
    by: string,
    now: Date,
  ): Promise<CapturedLeadResponse> {
    return inTransaction(this.#pool, async (client) => {
      const message = await lockMessage(client, id);
      const parsed = corrected
        ? parseLead(corrected, { strict: true, defaultCountry: this.#config.DEFAULT_COUNTRY })
        : this.#parseAgain(message);
      if ('problems' in parsed) throw invalidLead(parsed.problems);
      const captured = await this.#capture(client, message, parsed.lead);
      await client.query(
        `UPDATE intake.quarantined_message SET status = 'replayed', lead_id = $2, replayed_by = $3, replayed_at = $4
         WHERE id = $1 AND status <> 'replayed'`,
        [id, captured.leadId, by, now],
      );
      return capturedLeadResponse(captured, parsed.lead.remarks);
    });
  }

  /**
   * Marks a message as not a lead. The first dismissal stays on record. A wrong dismissal is undone by a replay.
   * @throws Problem 404, or 409 if the message has become a lead
   */
  async dismiss(id: string, reason: string, by: string, now: Date): Promise<void> {
    await inTransaction(this.#pool, async (client) => {
      const { status } = await lockMessage(client, id);
      if (status === 'replayed') {
        throw problems.conflict('This message has already become a lead. GET /quarantine/{id} shows which one.', {
          type: 'already-replayed',
        });
      }
      await client.query(
        `UPDATE intake.quarantined_message
         SET status = 'dismissed', dismissed_at = $2, dismissed_by = $3, dismissal_reason = $4
         WHERE id = $1 AND status = 'waiting'`,
        [id, now, by, reason],
      );
    });
  }

  async #capture(client: PoolClient, message: StoredMessage, lead: NormalisedLead): Promise<CapturedSignal> {
    const { identity } = message;
    const [result] = await captureLeads(
      sqlExecutorOf(client),
      [
        {
          entryPoint: 'quarantine',
          createdBy: message.created_by,
          // Promises run from the original receipt, not from the correction.
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
    if (!result || result.kind === 'conflict') throw new Error('A replay has no body digest and cannot conflict.');
    return result.captured;
  }

  #parseAgain({ topic, partition, offset, headers, body, received_at: receivedAt }: StoredMessage) {
    if (!body) {
      throw problems.conflict('The body of this message has been deleted. Send the corrected lead in `lead`.', {
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
