import type { LeadOutcome } from '@baton/contracts';
import type { SqlExecutor } from '@baton/messaging';

export async function projectOutcome(transaction: SqlExecutor, outcomeId: string, outcome: LeadOutcome): Promise<void> {
  const won = outcome.outcome === 'won' ? outcome : undefined;
  const lost = outcome.outcome === 'lost' ? outcome : undefined;
  await transaction.query(
    `INSERT INTO reporting.outcome (outcome_id, lead_id, handoff_number, outcome, at, amount, currency, paid_at, reason, imported)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
    [
      ...[outcomeId, outcome.leadId, outcome.handoffNumber, outcome.outcome, outcome.at],
      ...[won?.amount, won?.currency, won?.paidAt, lost?.reason, outcome.imported ?? false],
    ],
  );
}
