import { durationMilliseconds } from '@baton/domain';
import type { Duration, KnownOwner } from '@baton/domain';
import { runPipelined } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { COUNTS_TOWARDS_CAP } from '../handoff-row/counts-towards-cap.ts';

/** The lead whose known owner is searched. */
export interface KnownOwnerSearch {
  handoffId: string;
  companyDomain: string | undefined;
  /** How long an SQL without an outcome keeps its owner. */
  sqlOwnerFor: Duration;
  now: string;
}

/**
 * Finds the known owner of a lead, and keeps other transactions from choosing for the same company until this one ends.
 * Otherwise two of its leads could go to two people.
 */
export async function lockKnownOwner(
  transaction: SqlExecutor,
  search: KnownOwnerSearch,
): Promise<KnownOwner | undefined> {
  const { companyDomain } = search;
  const [, knownOwner] = await runPipelined(
    transaction,
    async () =>
      companyDomain === undefined
        ? undefined
        : transaction.query(`SELECT pg_advisory_xact_lock(hashtextextended('baton-company/' || $1, 0))`, [
            companyDomain,
          ]),
    () => findKnownOwner(transaction, search),
  );
  return knownOwner;
}

/**
 * The owner of an open handoff of the company, or who a slot is reserved for, otherwise of an SQL without an outcome that the same person or a colleague
 * became, otherwise of an open deal or the account that a CRM reports. A closer without the rep role gets no leads: the
 * rep who made the lead an SQL gets them instead.
 */
export async function findKnownOwner(
  on: SqlExecutor,
  { handoffId, companyDomain, sqlOwnerFor, now }: KnownOwnerSearch,
): Promise<KnownOwner | undefined> {
  // Each part is evaluated only if the parts before it find nobody.
  const [knownOwner] = await on.query<KnownOwner[]>(
    `WITH open_handoff AS (
       SELECT person_id FROM handoff.handoff JOIN handoff.person
         ON person_id = coalesce(owner_id, CASE WHEN reserved_until > now() THEN reserved_for END) AND 'rep' = ANY (roles)
       WHERE company_domain = $1 AND ${COUNTS_TOWARDS_CAP} AND handoff_id <> $2
       ORDER BY started_at LIMIT 1
     ), deal AS (
       SELECT coalesce(owner.person_id, qualifier.person_id) AS person_id
       FROM handoff.handoff deal
       JOIN LATERAL (
         SELECT r.at, r.actor ->> 'id' AS person_id FROM handoff.record r
         WHERE r.handoff_id = deal.handoff_id AND r.step ->> 'type' = 'qualified' ORDER BY r.version DESC LIMIT 1
       ) qualified ON qualified.at > $3
       LEFT JOIN handoff.person owner ON owner.person_id = deal.owner_id AND 'rep' = ANY (owner.roles)
       LEFT JOIN handoff.person qualifier ON qualifier.person_id = qualified.person_id AND 'rep' = ANY (qualifier.roles)
       WHERE NOT EXISTS (SELECT FROM open_handoff)
         AND (deal.company_domain = $1 OR deal.lead_id = (SELECT lead_id FROM handoff.handoff WHERE handoff_id = $2))
         AND deal.handoff_id <> $2 AND (deal.stage = 'sql' OR deal.ending = 'sql')
         AND coalesce(owner.person_id, qualifier.person_id) IS NOT NULL
         AND NOT EXISTS (
           SELECT FROM handoff.record r WHERE r.handoff_id = deal.handoff_id AND r.step ->> 'type' = 'outcome-recorded'
         )
       ORDER BY qualified.at LIMIT 1
     )
     SELECT person_id AS "personId", 'open-handoff' AS "knownBy" FROM open_handoff
     UNION ALL
     SELECT person_id, 'sql' FROM deal
     UNION ALL
     SELECT person_id, basis FROM handoff.account
     WHERE company_domain = $1 AND NOT EXISTS (SELECT FROM open_handoff) AND NOT EXISTS (SELECT FROM deal)`,
    [companyDomain ?? null, handoffId, new Date(Date.parse(now) - durationMilliseconds(sqlOwnerFor)).toISOString()],
  );
  return knownOwner;
}
