import type { AgreementPublished } from '@baton/contracts';
import type { LostLimits } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { lockAgreements } from './agreement-calendars.ts';
import type { AgreementCalendars } from './agreement-calendars.ts';
import { projectPendingSteps } from './project-step.ts';

/** Saves an agreement and applies the steps that waited for it. If a version is published twice, the later one counts. */
export async function projectAgreement(
  transaction: SqlExecutor,
  { version, publishedAt, agreement }: AgreementPublished,
  calendars: AgreementCalendars,
): Promise<void> {
  const { averageCheck, currency } = agreement.money;
  await transaction.query(lockAgreements);
  await transaction.query(
    `INSERT INTO reporting.agreement AS known
       (version, published_at, limited_to_sources, average_check, currency, calendar, lost, first_contact_limits)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (version) DO UPDATE SET (published_at, limited_to_sources, average_check, currency) =
       (excluded.published_at, excluded.limited_to_sources, excluded.average_check, excluded.currency)
     WHERE excluded.published_at > known.published_at`,
    [
      version,
      publishedAt,
      agreement.sources !== undefined,
      averageCheck,
      currency,
      JSON.stringify(agreement.calendar),
      JSON.stringify(agreement.lost),
      JSON.stringify(agreement.reports.firstContactLimits),
    ],
  );
  const limits = await calendars.load(transaction, version);
  if (!limits) throw new Error(`Agreement ${version} was inserted but could not be read back.`);
  await markVerdicts(transaction, version, limits);
  await projectPendingSteps(transaction, version, limits);
}

/** Sets the moment from which a lead that was judged but never owned is lost. */
async function markVerdicts(transaction: SqlExecutor, version: number, limits: LostLimits): Promise<void> {
  const unmarked = await transaction.query<{ handoff_id: string; judged_at: Date }[]>(
    `SELECT handoff_id, judged_at FROM reporting.mql_verdict
     WHERE agreement_version = $1 AND imported_day IS NULL AND unowned_mark_at IS NULL`,
    [version],
  );
  if (unmarked.length === 0) return;
  await transaction.query(
    `WITH marked AS (
       UPDATE reporting.mql_verdict v SET unowned_mark_at = given.mark_at
       FROM unnest($1::text[], $2::timestamptz[]) AS given (handoff_id, mark_at)
       WHERE v.handoff_id = given.handoff_id AND v.agreement_version = $3 RETURNING 1
     ) SELECT 1 FROM marked`,
    [
      unmarked.map(({ handoff_id: id }) => id),
      unmarked.map(({ judged_at: at }) => limits.exceededAt('unowned', at.toISOString())),
      version,
    ],
  );
}
