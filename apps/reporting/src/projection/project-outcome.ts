import type { LeadOutcome } from '@baton/contracts';
import type { SqlExecutor } from '@baton/messaging';
import type { EventPosition } from './project-lead.ts';

/** Of several outcomes, the one reported last counts, so that a mistake can be corrected by reporting again. */
export async function projectOutcome(
  transaction: SqlExecutor,
  { id, time }: EventPosition,
  outcome: LeadOutcome,
): Promise<void> {
  const won = outcome.outcome === 'won' ? outcome : undefined;
  const lost = outcome.outcome === 'lost' ? outcome : undefined;
  await transaction.query(
    `INSERT INTO reporting.outcome (outcome_id, lead_id, handoff_number, outcome, at, reported_at, amount, currency,
       paid_at, reason, imported)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
    [
      id,
      outcome.leadId,
      outcome.handoffNumber,
      outcome.outcome,
      outcome.decidedAt,
      outcome.imported ? outcome.decidedAt : time,
      won?.amount,
      won?.currency,
      won?.paidAt,
      lost?.reason,
      outcome.imported ?? false,
    ],
  );
}
