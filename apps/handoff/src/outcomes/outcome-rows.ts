import type { LeadOutcome } from '@baton/contracts';
import type { DraftedStep } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { HandoffIdentity } from '../record/record-rows.ts';

interface HeldOutcome {
  outcome_id: string;
  outcome: 'won' | 'lost';
  at: Date;
}

/**
 * Until this transaction ends no other one puts outcomes and handoffs of this lead together: of two that each miss what
 * the other has not committed yet, none would write the outcome into the record.
 */
export async function lockOutcomesOf(transaction: SqlExecutor, leadId: string): Promise<void> {
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtextextended('outcomes of ' || $1, 0))`, [leadId]);
}

/** Keeps an outcome; it can arrive before the handoff it belongs to. */
export async function holdOutcome(transaction: SqlExecutor, outcomeId: string, outcome: LeadOutcome): Promise<void> {
  await lockOutcomesOf(transaction, outcome.leadId);
  await transaction.query(
    `INSERT INTO handoff.outcome (outcome_id, lead_id, handoff_number, outcome, at, event) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [outcomeId, outcome.leadId, outcome.handoffNumber ?? null, outcome.outcome, outcome.at, JSON.stringify(outcome)],
  );
}

/**
 * The steps for what became known of this handoff, or of its lead at large, and stands in no record yet. The caller has
 * locked the lead's outcomes.
 */
export async function draftHeldOutcomes(
  transaction: SqlExecutor,
  { leadId, handoffNumber }: Pick<HandoffIdentity, 'leadId' | 'handoffNumber'>,
): Promise<DraftedStep[]> {
  const rows = await transaction.query<HeldOutcome[]>(
    `WITH held AS (
       UPDATE handoff.outcome SET recorded = true
       WHERE lead_id = $1 AND coalesce(handoff_number, $2) = $2 AND NOT recorded RETURNING *
     ) SELECT * FROM held ORDER BY at`,
    [leadId, handoffNumber],
  );
  return rows.map((held) => ({
    at: held.at.toISOString(),
    actor: { kind: 'system', id: 'outcomes' },
    step: { type: 'outcome-recorded', outcomeId: held.outcome_id, outcome: held.outcome },
  }));
}
