import type { LeadOutcome } from '@baton/contracts';
import type { SqlExecutor } from '@baton/messaging';
import type { EventPosition } from './project-lead.ts';

/** Saves an outcome. It counts once the record of a handoff has it, so the order of the topics never matters. */
export async function projectOutcome(
  transaction: SqlExecutor,
  { id, time }: EventPosition,
  outcome: LeadOutcome,
): Promise<void> {
  const won = outcome.outcome === 'won' ? outcome : undefined;
  const lost = outcome.outcome === 'lost' ? outcome : undefined;
  const paid = outcome.outcome === 'lost' ? undefined : outcome;
  await transaction.query(
    `INSERT INTO reporting.outcome (outcome_id, lead_id, handoff_number, outcome, at, reported_at, amount, currency,
       paid_at, reason, was_sql)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
    [
      id,
      outcome.leadId,
      outcome.handoffNumber,
      outcome.outcome,
      outcome.decidedAt,
      time,
      paid?.amount,
      paid?.currency,
      won?.paidAt,
      lost?.reason,
      lost === undefined || lost.wasSql === true,
    ],
  );
}
