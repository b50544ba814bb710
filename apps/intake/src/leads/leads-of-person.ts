import { extensionOf, isOtherPerson, namesAgree, numberOf } from '@baton/domain';
import type { PoolClient } from 'pg';

export interface LockedLead {
  id: string;
  erased_at: Date | null;
}

/**
 * Locks all leads of the person, so that no capture can run until the erasure has finished. A person has several leads
 * when a phone and an e-mail address were first submitted separately, or when an imported file has several rows for
 * them. Locking can reveal further leads, so it repeats until there are none.
 */
export async function lockLeadsOfPerson(client: PoolClient, leadId: string): Promise<LockedLead[]> {
  for (let locked: LockedLead[] = []; ;) {
    const known = locked.map(({ id }) => id);
    const leadIds = [...new Set([...known, leadId, ...(await otherLeadsOf(client, leadId))])];
    if (leadIds.length === known.length) return locked;
    // Captures lock leads in this order too, which prevents deadlocks.
    const { rows } = await client.query<LockedLead>(
      'SELECT id, erased_at FROM intake.lead WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE',
      [leadIds],
    );
    if (rows.length < leadIds.length) return rows;
    locked = rows;
  }
}

interface FoundPerson {
  id: string;
  name: string | null;
  phones: string[];
  emails: string[];
}

/** Every lead that shares a number or an e-mail address with the lead, and the lead itself. Imported rows have no key for a contact that another lead has. */
const SHARING_LEADS_SQL = `
WITH mine AS (
  SELECT kind, split_part(value, ';', 1) AS number FROM intake.lead_key WHERE lead_id = $1 AND kind IN ('phone', 'email')
  UNION SELECT 'phone', split_part(phone, ';', 1) FROM intake.person WHERE lead_id = $1 AND phone IS NOT NULL
  UNION SELECT 'email', lower(email) FROM intake.person WHERE lead_id = $1 AND email IS NOT NULL
), sharing AS (
  SELECT lead_id FROM intake.lead_key JOIN mine USING (kind) WHERE split_part(value, ';', 1) = number
  UNION SELECT lead_id FROM intake.person JOIN mine ON kind = 'phone' AND split_part(phone, ';', 1) = number
  UNION SELECT lead_id FROM intake.person JOIN mine ON kind = 'email' AND lower(email) = number
), contact AS (
  SELECT lead_id, kind, value FROM intake.lead_key JOIN sharing USING (lead_id) WHERE kind IN ('phone', 'email')
  UNION SELECT lead_id, 'phone', phone FROM intake.person JOIN sharing USING (lead_id) WHERE phone IS NOT NULL
  UNION SELECT lead_id, 'email', lower(email) FROM intake.person JOIN sharing USING (lead_id) WHERE email IS NOT NULL
)
SELECT lead_id AS id, name,
  coalesce(array_agg(value) FILTER (WHERE kind = 'phone'), '{}') AS phones,
  coalesce(array_agg(value) FILTER (WHERE kind = 'email'), '{}') AS emails
FROM contact LEFT JOIN intake.person USING (lead_id)
GROUP BY lead_id, name`;

async function otherLeadsOf(client: PoolClient, leadId: string): Promise<string[]> {
  const { rows } = await client.query<FoundPerson>(SHARING_LEADS_SQL, [leadId]);
  const person = rows.find(({ id }) => id === leadId);
  if (!person) return [];
  return rows.filter((other) => other.id !== leadId && isSamePerson(person, other)).map(({ id }) => id);
}

/**
 * An erasure reaches leads with the same e-mail address, unless it is a shared mailbox and name and phone are another
 * person's; and leads with the same phone and no other name, because colleagues share phones. A number without an extension is the same phone as one
 * with any if the names agree.
 */
function isSamePerson(person: FoundPerson, other: FoundPerson): boolean {
  const sharedEmails = person.emails.filter((email) => other.emails.includes(email));
  if (sharedEmails.some((email) => !isOtherPersonAt(email, person, other))) return true;
  if (other.name === null) return person.phones.some((phone) => other.phones.includes(phone));
  if (person.name === null || !namesAgree(person.name, other.name)) return false;
  return person.phones.some((phone) => other.phones.some((known) => isSamePhone(phone, known)));
}

/** Every phone of the one must differ from every phone of the other. */
const isOtherPersonAt = (email: string, { name, phones }: FoundPerson, other: FoundPerson): boolean =>
  phones.length > 0 &&
  phones.every((phone) =>
    isOtherPerson({ name: name ?? undefined, phone, email }, { ...other, name: other.name ?? undefined }, 'email'),
  );

const isSamePhone = (a: string, b: string): boolean =>
  a === b || (numberOf(a) === numberOf(b) && (extensionOf(a) === undefined || extensionOf(b) === undefined));
