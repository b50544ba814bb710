import type { LeadOutcome } from '@baton/contracts';
import type { DraftedStep } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';

interface HeldOutcome {
  outcome_id: string;
  outcome: 'won' | 'lost';
  at: Date;
}

/** Keeps an outcome; it can arrive before the handoff it belongs to. */
export async function holdOutcome(transaction: SqlExecutor, outcomeId: string, outcome: LeadOutcome): Promise<void> {
  await transaction.query(
    `INSERT INTO handoff.outcome (outcome_id, lead_id, handoff_number, outcome, at, event) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [outcomeId, outcome.leadId, outcome.handoffNumber ?? null, outcome.outcome, outcome.at, JSON.stringify(outcome)],
  );
}

/** The steps for what became known of the lead and stands in no record yet. */
export async function draftHeldOutcomes(transaction: SqlExecutor, leadId: string): Promise<DraftedStep[]> {
  const rows = await transaction.query<HeldOutcome[]>(
    `WITH held AS (UPDATE handoff.outcome SET recorded = true WHERE lead_id = $1 AND NOT recorded RETURNING *) SELECT * FROM held ORDER BY at`,
    [leadId],
  );
  return rows.map((held) => ({
    at: held.at.toISOString(),
    actor: { kind: 'system', id: 'outcomes' },
    step: { type: 'outcome-recorded', outcomeId: held.outcome_id, outcome: held.outcome },
  }));
}
