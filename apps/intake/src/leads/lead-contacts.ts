import { numberOf } from '@baton/domain';
import type { ContactMethod, LeadSnapshot } from '@baton/domain';
import { inTransaction } from '@baton/messaging';
import { PgPool, problems } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { leadKeys } from '../capture/lead-keys.ts';
import { IntakeConfig } from '../intake.config.ts';
import { withZones } from '../local-time/lead-zones.ts';
import { readEmail } from '../parsing/email.ts';
import { readPhone } from '../parsing/phone.ts';
import { personErased } from './lead-texts.ts';
import { leadNotFound } from './leads.query.ts';

interface StoredLead {
  snapshot: LeadSnapshot;
  erased_at: Date | null;
  phone: string | null;
  email: string | null;
}

/** Corrects the phone or e-mail of a lead that sales found to be wrong. */
@Injectable()
export class LeadContacts {
  readonly #pool: PgPool;
  readonly #config: IntakeConfig;

  constructor(pool: PgPool, config: IntakeConfig) {
    this.#pool = pool;
    this.#config = config;
  }

  /**
   * The wrong contact belongs to another person, so it no longer identifies the lead.
   * @returns the time zones that the person could be in now; none if they are not known
   * @throws Problem 404, or 422 if the contact cannot be read.
   */
  async correct(leadId: string, method: ContactMethod, written: string): Promise<string[]> {
    return inTransaction(this.#pool, async (client) => {
      const lead = await lockLead(client, leadId);
      const value = this.#read(method, written, lead.snapshot.country);
      const before = lead[method];
      if (before !== null && before !== value) await removeKeys(client, leadId, method, before);
      await client.query(
        `INSERT INTO intake.person (lead_id, ${method}) VALUES ($1, $2)
         ON CONFLICT (lead_id) DO UPDATE SET ${method} = excluded.${method}`,
        [leadId, value],
      );
      for (const key of leadKeys({ person: { [method]: value }, profile: lead.snapshot }))
        await client.query(
          'INSERT INTO intake.lead_key (digest, lead_id, kind, value) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
          [key.digest, leadId, key.kind, key.value],
        );
      const reachableBy = [...new Set([...lead.snapshot.reachableBy, method])];
      const phone = method === 'phone' ? value : lead.phone;
      const known = phone === null ? {} : { phone };
      const snapshot = withZones({ ...lead.snapshot, reachableBy }, known, new Date().toISOString());
      await client.query('UPDATE intake.lead SET snapshot = $2 WHERE id = $1', [leadId, JSON.stringify(snapshot)]);
      return snapshot.zones ?? [];
    });
  }

  #read(method: ContactMethod, written: string, country = this.#config.DEFAULT_COUNTRY): string {
    const reading = method === 'phone' ? readPhone(written, country) : readEmail(written);
    if ('value' in reading) return reading.value;
    throw problems.unprocessable(`The ${method} ${reading.problem}. Nothing was changed.`, {
      type: 'unreadable-contact',
      errors: [{ field: 'value', code: 'invalid', message: reading.problem }],
    });
  }
}

async function lockLead(client: PoolClient, leadId: string): Promise<StoredLead> {
  const { rows } = await client.query<StoredLead>(
    `SELECT snapshot, erased_at, phone, email FROM intake.lead LEFT JOIN intake.person ON lead_id = id
     WHERE id = $1 FOR UPDATE OF lead`,
    [leadId],
  );
  const [lead] = rows;
  if (!lead) throw leadNotFound();
  if (lead.erased_at) throw personErased('so no contact can be stored');
  return lead;
}

/** The keys of a phone include the number of its switchboard. */
async function removeKeys(client: PoolClient, leadId: string, method: ContactMethod, value: string): Promise<void> {
  const values = method === 'phone' ? [value, numberOf(value)] : [value.toLowerCase()];
  const kinds = method === 'phone' ? ['phone', 'switchboard'] : ['email'];
  await client.query('DELETE FROM intake.lead_key WHERE lead_id = $1 AND kind = ANY ($2) AND value = ANY ($3)', [
    leadId,
    kinds,
    values,
  ]);
}
