import type { LeadOutcome } from '@baton/contracts';
import type { DraftedStep } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { HandoffIdentity } from '../handoff-row/record-rows.ts';

interface OutcomeRow {
  outcome_id: string;
  outcome: 'won' | 'lost';
  decided_at: Date;
}

/**
 * Until this transaction ends no other one puts outcomes and handoffs of this lead together: of two that each miss what
 * the other has not committed yet, none would write the outcome into the record.
 */
export async function lockOutcomesOf(transaction: SqlExecutor, leadId: string): Promise<void> {
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtextextended('outcomes of ' || $1, 0))`, [leadId]);
}

/** Keeps an outcome; it can arrive before the handoff it belongs to. */
export async function saveOutcome(transaction: SqlExecutor, outcomeId: string, outcome: LeadOutcome): Promise<void> {
  await lockOutcomesOf(transaction, outcome.leadId);
  await transaction.query(
    `INSERT INTO handoff.outcome (outcome_id, lead_id, handoff_number, outcome, decided_at, imported, event)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [
      outcomeId,
      outcome.leadId,
      outcome.handoffNumber ?? null,
      outcome.outcome,
      outcome.decidedAt,
      outcome.imported ?? false,
      JSON.stringify(outcome),
    ],
  );
}

/** A handoff that outcomes are looked for. */
export interface OutcomeTarget extends Pick<HandoffIdentity, 'leadId' | 'handoffNumber'> {
  /** When it began; null where it was imported itself. */
  startedAt: string | null;
}

/**
 * The handoff that an outcome belongs to: the one it names, else the lead's latest. A deal of the past is none of a
 * handoff that began after it: only of one that was there by then, or is of the past too.
 */
export async function handoffOfOutcome(
  transaction: SqlExecutor,
  { leadId, handoffNumber, decidedAt, imported }: LeadOutcome,
): Promise<(HandoffIdentity & OutcomeTarget) | undefined> {
  const [found] = await transaction.query<(HandoffIdentity & { startedAt: Date; isPast: boolean })[]>(
    `SELECT handoff_id AS "handoffId", lead_id AS "leadId", handoff_number AS "handoffNumber",
       agreement_version AS "agreementVersion", started_at AS "startedAt", ending IS NOT DISTINCT FROM 'imported' AS "isPast"
     FROM handoff.handoff WHERE lead_id = $1 AND CASE WHEN $2::integer IS NOT NULL THEN handoff_number = $2
       ELSE NOT $3::boolean OR ending = 'imported' OR started_at <= $4 END
     ORDER BY handoff_number DESC LIMIT 1`,
    [leadId, handoffNumber ?? null, imported ?? false, decidedAt],
  );
  if (!found) return undefined;
  const { startedAt, isPast: isImported, ...identity } = found;
  return { ...identity, startedAt: isImported ? null : startedAt.toISOString() };
}

/**
 * The steps for what became known of this handoff, or of its lead at large, and stands in no record yet; by the same rule
 * as `handoffOfOutcome`. The caller has locked the lead's outcomes.
 */
export async function draftUnrecordedOutcomes(
  transaction: SqlExecutor,
  { leadId, handoffNumber, startedAt: began }: OutcomeTarget,
): Promise<DraftedStep[]> {
  const rows = await transaction.query<OutcomeRow[]>(
    `WITH held AS (
       UPDATE handoff.outcome SET recorded = true
       WHERE lead_id = $1 AND NOT recorded AND CASE WHEN handoff_number IS NOT NULL THEN handoff_number = $2
         ELSE NOT imported OR $3::timestamptz IS NULL OR $3 <= decided_at END RETURNING *
     ) SELECT * FROM held ORDER BY decided_at`,
    [leadId, handoffNumber, began],
  );
  return rows.map((outcome) => ({
    at: outcome.decided_at.toISOString(),
    actor: { kind: 'system', id: 'outcomes' },
    step: { type: 'outcome-recorded', outcomeId: outcome.outcome_id, outcome: outcome.outcome },
  }));
}
