import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import { addLogFields, Logger, Outbox, PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { ErasureResponse } from './erasure.response.ts';
import { lockLeadsOfPerson } from './leads-of-person.ts';
import { leadNotFound } from './leads.query.ts';
import { erasedMessage } from './person-events.ts';
import { mentionsPersonSql, personalDataPatterns } from './personal-data-patterns.ts';
import type { PersonalDatum } from './personal-data-patterns.ts';

/**
 * Erases all personal data of a lead in one transaction. Attributes and signals stay for the statistics; nothing in
 * them identifies the person.
 */
@Injectable()
export class PersonErasure {
  readonly #pool: PgPool;
  readonly #outbox: Outbox;
  readonly #logger: Logger;

  constructor(pool: PgPool, outbox: Outbox, logger: Logger) {
    this.#pool = pool;
    this.#outbox = outbox;
    this.#logger = logger;
  }

  /** A repeated erasure also erases data that arrived after the first one. */
  async erase(leadId: string, erasedBy: string, at: Date): Promise<ErasureResponse> {
    addLogFields({ leadId });
    const erasure = await inTransaction(this.#pool, async (client) => {
      const leads = await lockLeadsOfPerson(client, leadId);
      const lead = leads.find(({ id }) => id === leadId);
      if (!lead) throw leadNotFound();
      const leadIds = leads.map(({ id }) => id);
      const likelyDuplicateLeadIds = await likelyDuplicatesOf(client, leadIds);
      const erased = await eraseRows(client, leadIds);
      await client.query('UPDATE intake.lead SET erased_at = coalesce(erased_at, $2) WHERE id = ANY ($1::uuid[])', [
        leadIds,
        at,
      ]);
      await client.query(
        `INSERT INTO intake.erasure (lead_id, erased_by, erased_at, counts)
         SELECT id, $2, $3, $4 FROM unnest($1::uuid[]) AS id`,
        [leadIds, erasedBy, at, JSON.stringify(erased)],
      );
      // Each lead only once, because what follows from it does not depend on data that arrived after the erasure.
      const newlyErased = leads.filter(({ erased_at }) => erased_at === null);
      const messages = newlyErased.map(({ id }) => erasedMessage({ leadId: id, erasedAt: at.toISOString(), erasedBy }));
      await this.#outbox.append(sqlExecutorOf(client), messages);
      const erasedAt = (lead.erased_at ?? at).toISOString();
      const alsoErasedLeadIds = leadIds.filter((id) => id !== leadId);
      return { leadId, erasedAt, erased, alsoErasedLeadIds, likelyDuplicateLeadIds };
    });
    const { erased, alsoErasedLeadIds } = erasure;
    this.#logger.info({ leadId, alsoErasedLeadIds, erased }, 'A person has been erased');
    return erasure;
  }
}

/** Leads that stay, although they may be the same person: somebody has to look at them. */
async function likelyDuplicatesOf(client: PoolClient, leadIds: string[]): Promise<string[]> {
  const { rows } = await client.query<{ lead_id: string }>(
    `SELECT lead_id FROM (
       SELECT lead_id FROM intake.likely_duplicate WHERE other_lead_id = ANY ($1::uuid[])
       UNION SELECT other_lead_id FROM intake.likely_duplicate WHERE lead_id = ANY ($1::uuid[])
     ) AS pair WHERE lead_id <> ALL ($1::uuid[]) ORDER BY lead_id`,
    [leadIds],
  );
  return rows.map(({ lead_id }) => lead_id);
}

async function eraseRows(client: PoolClient, leadIds: string[]): Promise<Record<string, number>> {
  const patterns = personalDataPatterns(await personalDataOf(client, leadIds));
  const affectedRows = async (sql: string, parameters: unknown[]): Promise<number> =>
    (await client.query(sql, parameters)).rowCount ?? 0;
  return {
    // The identities stay, so that a repeated request or a second import does not bring the person back.
    submissions: await affectedRows(
      `UPDATE intake.raw_submission SET body = NULL, body_digest = NULL, delivery = NULL
       WHERE lead_id = ANY ($1::uuid[]) AND (body IS NOT NULL OR body_digest IS NOT NULL OR delivery IS NOT NULL)`,
      [leadIds],
    ),
    refused: await affectedRows(
      `DELETE FROM intake.raw_submission WHERE status = 'refused' AND ${mentionsPersonSql('body')}`,
      patterns,
    ),
    quarantined: await affectedRows(
      `DELETE FROM intake.quarantined_message WHERE lead_id = ANY ($4::uuid[])
         OR ${mentionsPersonSql('body')} OR ${mentionsPersonSql(`convert_to(headers::text, 'UTF8')`)}
         OR ${mentionsPersonSql(`convert_to(dismissal_reason, 'UTF8')`)}`,
      [...patterns, leadIds],
    ),
    texts: await affectedRows('DELETE FROM intake.lead_text WHERE lead_id = ANY ($1::uuid[])', [leadIds]),
    remarks: await affectedRows('DELETE FROM intake.lead_remark WHERE lead_id = ANY ($1::uuid[])', [leadIds]),
    likelyDuplicates: await affectedRows(
      'DELETE FROM intake.likely_duplicate WHERE lead_id = ANY ($1::uuid[]) OR other_lead_id = ANY ($1::uuid[])',
      [leadIds],
    ),
    keys: await affectedRows('DELETE FROM intake.lead_key WHERE lead_id = ANY ($1::uuid[])', [leadIds]),
    person: await affectedRows('DELETE FROM intake.person WHERE lead_id = ANY ($1::uuid[])', [leadIds]),
  };
}

async function personalDataOf(client: PoolClient, leadIds: string[]): Promise<PersonalDatum[]> {
  const { rows } = await client.query<PersonalDatum>(
    `SELECT kind, value FROM intake.lead_key WHERE lead_id = ANY ($1::uuid[]) AND kind IN ('phone', 'email')
     UNION SELECT 'phone', phone FROM intake.person WHERE lead_id = ANY ($1::uuid[]) AND phone IS NOT NULL
     UNION SELECT 'email', lower(email) FROM intake.person WHERE lead_id = ANY ($1::uuid[]) AND email IS NOT NULL
     UNION SELECT 'name', name FROM intake.person WHERE lead_id = ANY ($1::uuid[]) AND name IS NOT NULL`,
    [leadIds],
  );
  return rows;
}
