import { inTransaction } from '@baton/messaging';
import { addLogFields, Logger, PgPool } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { PoolClient } from 'pg';
import { noSuchLead } from './look-up.ts';
import type { Erasure } from './requests.ts';

/**
 * Erases a person: name, addresses, words, raw bodies and quarantined messages, in one transaction. The lead's
 * attributes and signals stay, so that statistics do, and nothing leads from them back to the person.
 */
@Injectable()
export class ErasePerson {
  readonly #pool: PgPool;
  readonly #logger: Logger;

  constructor(@Inject(PgPool) pool: PgPool, @Inject(Logger) logger: Logger) {
    this.#pool = pool;
    this.#logger = logger;
  }

  /** Erasing again erases what came to light since, and is answered alike. */
  async erase(leadId: string, erasedBy: string, at: Date): Promise<Erasure> {
    addLogFields({ leadId });
    const erasure = await inTransaction(this.#pool, async (client) => {
      // Waits for captures of this lead that are under way, and makes later ones wait.
      const { rows } = await client.query<{ erased_at: Date | null }>(
        'SELECT erased_at FROM intake.lead WHERE id = $1 FOR UPDATE',
        [leadId],
      );
      const lead = rows[0];
      if (!lead) throw noSuchLead();
      const erased = await eraseRows(client, leadId);
      const erasedAt = lead.erased_at ?? at;
      await client.query('UPDATE intake.lead SET erased_at = $2 WHERE id = $1', [leadId, erasedAt]);
      await client.query('INSERT INTO intake.erasure (lead_id, erased_by, erased_at, counts) VALUES ($1, $2, $3, $4)', [
        leadId,
        erasedBy,
        at,
        JSON.stringify(erased),
      ]);
      return { leadId, erasedAt: erasedAt.toISOString(), erased };
    });
    this.#logger.info({ leadId, erased: erasure.erased }, 'A person has been erased');
    return erasure;
  }
}

async function eraseRows(client: PoolClient, leadId: string): Promise<Record<string, number>> {
  const traces = await tracesOf(client, leadId);
  const gone = async (sql: string, parameters: unknown[]): Promise<number> =>
    (await client.query(sql, parameters)).rowCount ?? 0;
  return {
    receipts:
      (await gone(`DELETE FROM intake.raw_receipt WHERE lead_id = $1 AND door <> 'file'`, [leadId])) +
      // Without its identity, a file that is imported once more would bring the person back.
      (await gone(`UPDATE intake.raw_receipt SET body = NULL WHERE lead_id = $1 AND body IS NOT NULL`, [leadId])),
    refused: await gone(`DELETE FROM intake.raw_receipt WHERE status = 'refused' AND ${mentions('body')}`, traces),
    quarantined: await gone(
      `DELETE FROM intake.quarantine WHERE lead_id = $3
         OR ${mentions('body')} OR ${mentions(`convert_to(headers::text, 'UTF8')`)}`,
      [...traces, leadId],
    ),
    texts: await gone('DELETE FROM intake.text WHERE lead_id = $1', [leadId]),
    keys: await gone('DELETE FROM intake.lead_key WHERE lead_id = $1', [leadId]),
    person: await gone('DELETE FROM intake.person WHERE lead_id = $1', [leadId]),
  };
}

/** What shows that a body which nobody could read as a lead is about this person: patterns of e-mails and of digits. */
async function tracesOf(client: PoolClient, leadId: string): Promise<[string[], string[]]> {
  const { rows } = await client.query<{ kind: string; value: string }>(
    `SELECT kind, value FROM intake.lead_key WHERE lead_id = $1 AND kind IN ('phone', 'email')`,
    [leadId],
  );
  const like = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const emails = rows.filter(({ kind }) => kind === 'email').map(({ value }) => like(value));
  const phones = rows.filter(({ kind }) => kind === 'phone').map(({ value }) => like(nationalDigits(value)));
  return [emails, phones];
}

/** People write one number with and without its country code: the digits behind it are always there. */
const nationalDigits = (phone: string): string => parsePhoneNumberFromString(phone)?.nationalNumber ?? phone.slice(1);

/** Written for bytes, since such a body need not be text. $1: patterns of e-mails, $2: patterns of digits. */
const mentions = (bytes: string): string =>
  `(lower(encode(${bytes}, 'escape')) LIKE ANY ($1::text[])
    OR regexp_replace(encode(${bytes}, 'escape'), '[^0-9]', '', 'g') LIKE ANY ($2::text[]))`;
