import type { KnownOwner } from '@baton/domain';
import { runPipelined } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { COUNTS_TOWARDS_CAP } from '../handoff-row/counts-towards-cap.ts';

/**
 * Who owns an open handoff, else an open deal or the account of a company. Until the transaction ends no other one
 * chooses for the same company: else two leads of it that come at once would go to two people. Whoever only closes a
 * deal of the company takes no leads: its rep is another one.
 */
export async function lockKnownOwner(
  transaction: SqlExecutor,
  companyDomain: string,
  handoffId: string,
): Promise<KnownOwner | undefined> {
  const [, known] = await runPipelined(
    transaction,
    () =>
      transaction.query(`SELECT pg_advisory_xact_lock(hashtextextended('baton-company/' || $1, 0))`, [companyDomain]),
    () => findKnownOwner(transaction, companyDomain, handoffId),
  );
  return known;
}

export async function findKnownOwner(
  on: SqlExecutor,
  companyDomain: string,
  handoffId: string,
): Promise<KnownOwner | undefined> {
  const [known] = await on.query<KnownOwner[]>(
    `SELECT "personId", "knownBy" FROM (
       SELECT owner_id AS "personId", 'open-handoff' AS "knownBy", 0 AS rank, started_at AS since
       FROM handoff.handoff JOIN handoff.person ON person_id = owner_id AND 'rep' = ANY (roles)
       WHERE company_domain = $1 AND ${COUNTS_TOWARDS_CAP} AND handoff_id <> $2
       UNION ALL
       SELECT person_id, basis, 1, since FROM handoff.account WHERE company_domain = $1
     ) AS known ORDER BY rank, since LIMIT 1`,
    [companyDomain, handoffId],
  );
  return known;
}
