import type { KnownOwner } from '@baton/domain';
import { runPipelined } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { COUNTS_TOWARDS_CAP } from '../handoff-row/counts-towards-cap.ts';

/**
 * Finds the known owner of a company, and keeps other transactions from choosing for the same company until this one
 * ends. Otherwise two of its leads could go to two people.
 */
export async function lockKnownOwner(
  transaction: SqlExecutor,
  companyDomain: string,
  handoffId: string,
): Promise<KnownOwner | undefined> {
  const [, knownOwner] = await runPipelined(
    transaction,
    () =>
      transaction.query(`SELECT pg_advisory_xact_lock(hashtextextended('baton-company/' || $1, 0))`, [companyDomain]),
    () => findKnownOwner(transaction, companyDomain, handoffId),
  );
  return knownOwner;
}

/** The owner of an open handoff, otherwise of an open deal or the account. A closer without the rep role gets no leads. */
export async function findKnownOwner(
  on: SqlExecutor,
  companyDomain: string,
  handoffId: string,
): Promise<KnownOwner | undefined> {
  const [knownOwner] = await on.query<KnownOwner[]>(
    `SELECT "personId", "knownBy" FROM (
       SELECT owner_id AS "personId", 'open-handoff' AS "knownBy", 0 AS rank, started_at AS since
       FROM handoff.handoff JOIN handoff.person ON person_id = owner_id AND 'rep' = ANY (roles)
       WHERE company_domain = $1 AND ${COUNTS_TOWARDS_CAP} AND handoff_id <> $2
       UNION ALL
       SELECT person_id, basis, 1, since FROM handoff.account WHERE company_domain = $1
     ) AS known_owner ORDER BY rank, since LIMIT 1`,
    [companyDomain, handoffId],
  );
  return knownOwner;
}
