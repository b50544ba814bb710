import { durationMilliseconds } from '@baton/domain';
import { databaseTime, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { PgPool } from '@baton/service';
import type { ResultsOwedActivities, ResultsOwedFindings } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { closeServiceTicket, openServiceTicket } from '../tickets/service-tickets.ts';

interface OwedResult {
  handoffId: string;
  /** Null if nobody owns the SQL, or its owner has left. */
  ownerId: string | null;
  teamId: string | null;
  sqlAt: Date;
  /** The later of the SQL and of its last dated next step. */
  since: Date;
}

/** An SQL that still counts, without an outcome. Nobody may ask a person who was erased. */
const OWES_RESULT = `h.sql_at IS NOT NULL AND h.outcome IS NULL AND (h.ending IS NULL OR h.ending = 'sql')
  AND NOT EXISTS (SELECT FROM handoff.contact_end e WHERE e.lead_id = h.lead_id AND e.kind = 'erased')`;

/**
 * Opens a ticket for each SQL that has had neither an outcome nor a dated next step for as long as its agreement allows,
 * and closes those of the others. Its owner has the ticket; the team lead has those of people who have left.
 */
@Injectable()
export class ResultsOwed {
  readonly #on: SqlExecutor;
  readonly #agreements: AgreementStore;

  constructor(pool: PgPool, agreements: AgreementStore) {
    this.#on = sqlExecutorOf(pool);
    this.#agreements = agreements;
  }

  asActivities(): ResultsOwedActivities {
    return { findResultsOwed: async () => this.check(new Date(await databaseTime(this.#on))) };
  }

  async check(now: Date): Promise<ResultsOwedFindings> {
    const overdue = await this.#overdue(now);
    for (const result of overdue) await this.#openTicket(result, now);
    const owed = overdue.map(({ handoffId }) => handoffId);
    await this.#closeOthers(owed, now);
    return { owed };
  }

  async #overdue(now: Date): Promise<OwedResult[]> {
    const versions = await this.#on.query<{ version: number }[]>(
      `SELECT DISTINCT h.agreement_version AS version FROM handoff.handoff h WHERE ${OWES_RESULT}`,
    );
    const limits = await Promise.all(
      versions.map(async ({ version }) => {
        const { outcomes } = await this.#agreements.document(version);
        return { version, since: new Date(now.getTime() - durationMilliseconds(outcomes.dueWithin)).toISOString() };
      }),
    );
    return this.#on.query<OwedResult[]>(
      `SELECT h.handoff_id AS "handoffId", p.person_id AS "ownerId", h.team_id AS "teamId", h.sql_at AS "sqlAt",
         greatest(h.sql_at, h.next_step_at) AS since
       FROM handoff.handoff h
       JOIN unnest($1::integer[], $2::timestamptz[]) AS due (version, since)
         ON due.version = h.agreement_version AND greatest(h.sql_at, h.next_step_at) <= due.since
       LEFT JOIN handoff.person p ON p.person_id = h.owner_id AND p.active
       WHERE ${OWES_RESULT} ORDER BY h.sql_at, h.handoff_id`,
      [limits.map(({ version }) => version), limits.map(({ since }) => since)],
    );
  }

  #openTicket({ handoffId, ownerId, teamId, sqlAt, since }: OwedResult, now: Date): Promise<void> {
    return openServiceTicket(this.#on, {
      kind: 'result-owed',
      subject: handoffId,
      handoffId,
      owner: ownerId === null ? { role: 'team-lead', teamId } : { personId: ownerId },
      cause: { sqlAt: sqlAt.toISOString(), since: since.toISOString() },
      at: now.toISOString(),
    });
  }

  async #closeOthers(owed: readonly string[], now: Date): Promise<void> {
    const settled = await this.#on.query<{ handoffId: string }[]>(
      `SELECT handoff_id AS "handoffId" FROM handoff.ticket
       WHERE kind = 'result-owed' AND closed_at IS NULL AND handoff_id <> ALL ($1)`,
      [owed],
    );
    for (const { handoffId } of settled)
      await closeServiceTicket(this.#on, { kind: 'result-owed', subject: handoffId, at: now.toISOString() });
  }
}
