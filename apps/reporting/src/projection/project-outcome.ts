import type { AgreementPublished, LeadOutcome } from '@baton/contracts';
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

/** Of a version that was published twice, the later publication stands. */
export async function projectAgreement(
  transaction: SqlExecutor,
  { version, publishedAt, agreement }: AgreementPublished,
): Promise<void> {
  const { averageCheck, currency } = agreement.money;
  await transaction.query(
    `INSERT INTO reporting.agreement AS known (version, published_at, limited_to_sources, average_check, currency, zone)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (version) DO UPDATE SET (published_at, limited_to_sources, average_check, currency, zone) =
       (excluded.published_at, excluded.limited_to_sources, excluded.average_check, excluded.currency, excluded.zone)
     WHERE excluded.published_at > known.published_at`,
    [version, publishedAt, agreement.sources !== undefined, averageCheck, currency, agreement.calendar.zone],
  );
}
