import type { LeadOutcome } from '@baton/contracts';
import type { Actor, DraftedStep, Outcome } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { HandoffIdentity } from '../handoff-row/record-rows.ts';

interface OutcomeRow {
  outcome_id: string;
  source: string;
  /** The caller who reported it over HTTP. */
  reported_by: Actor | null;
  outcome: Outcome;
  decided_at: Date;
}

/**
 * Serialises transactions that match outcomes of this lead with its handoffs, until this one ends. Otherwise two of
 * them could each miss what the other has not committed yet, and the outcome would reach no record.
 */
export async function lockOutcomesOf(transaction: SqlExecutor, leadId: string): Promise<void> {
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtextextended('outcomes of ' || $1, 0))`, [leadId]);
}

/** Stores an outcome, which may arrive before the handoff it belongs to. */
export async function saveOutcome(
  transaction: SqlExecutor,
  outcomeId: string,
  source: string,
  outcome: LeadOutcome,
): Promise<void> {
  await lockOutcomesOf(transaction, outcome.leadId);
  await transaction.query(
    `INSERT INTO handoff.outcome (outcome_id, source, lead_id, handoff_number, outcome, decided_at, imported, event)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
    [
      outcomeId,
      source,
      outcome.leadId,
      outcome.handoffNumber ?? null,
      outcome.outcome,
      outcome.decidedAt,
      outcome.imported ?? false,
      JSON.stringify(outcome),
    ],
  );
}

/** A handoff to match outcomes with. */
export interface OutcomeTarget extends Pick<HandoffIdentity, 'leadId' | 'handoffNumber'> {
  /** Null for an imported handoff. */
  startedAt: string | null;
}

/**
 * The handoff that an outcome belongs to: the one it names, otherwise the lead's latest. An imported outcome belongs
 * only to an imported handoff, or to one that had started by the day of the outcome.
 */
export async function handoffOfOutcome(
  transaction: SqlExecutor,
  { leadId, handoffNumber, decidedAt, imported }: LeadOutcome,
): Promise<(HandoffIdentity & OutcomeTarget) | undefined> {
  const [found] = await transaction.query<(HandoffIdentity & { startedAt: Date; isImported: boolean })[]>(
    `SELECT handoff_id AS "handoffId", lead_id AS "leadId", handoff_number AS "handoffNumber",
       agreement_version AS "agreementVersion", started_at AS "startedAt",
       ending IS NOT DISTINCT FROM 'imported' AS "isImported"
     FROM handoff.handoff WHERE lead_id = $1 AND CASE WHEN $2::integer IS NOT NULL THEN handoff_number = $2
       ELSE NOT $3::boolean OR ending = 'imported' OR started_at <= $4 END
     ORDER BY handoff_number DESC LIMIT 1`,
    [leadId, handoffNumber ?? null, imported ?? false, decidedAt],
  );
  if (!found) return undefined;
  const { startedAt, isImported, ...identity } = found;
  return { ...identity, startedAt: isImported ? null : startedAt.toISOString() };
}

/**
 * The steps for the outcomes that belong to this handoff and are in no record yet, by the rule of `handoffOfOutcome`.
 * The caller holds the lock of the lead's outcomes.
 */
export async function draftUnrecordedOutcomes(
  transaction: SqlExecutor,
  { leadId, handoffNumber, startedAt }: OutcomeTarget,
): Promise<DraftedStep[]> {
  const rows = await transaction.query<OutcomeRow[]>(
    `WITH unrecorded AS (
       UPDATE handoff.outcome SET recorded = true
       WHERE lead_id = $1 AND NOT recorded AND CASE WHEN handoff_number IS NOT NULL THEN handoff_number = $2
         ELSE NOT imported OR $3::timestamptz IS NULL OR $3 <= decided_at END RETURNING *
     ) SELECT unrecorded.*, reported_by FROM unrecorded LEFT JOIN handoff.reported_outcome USING (outcome_id)
     ORDER BY decided_at`,
    [leadId, handoffNumber, startedAt],
  );
  return rows.map((row) => ({
    at: row.decided_at.toISOString(),
    actor: row.reported_by ?? { kind: 'event-source', id: row.source },
    step: { type: 'outcome-recorded', outcomeId: row.outcome_id, outcome: row.outcome },
  }));
}
