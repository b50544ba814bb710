import type { LeadCaptured, LeadJudged } from '@baton/contracts';
import { leadFacts } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { AgreementCalendars } from './agreement-calendars.ts';

/** The position of an event in time. Ids order events of the same moment, so that the order of arrival never matters. */
export interface EventPosition {
  id: string;
  time: string;
}

/**
 * Saves the lead as it was at its first signal: from the event that created it or, until that has arrived, from the
 * earliest other one.
 */
export async function projectCapturedLead(
  transaction: SqlExecutor,
  { id, time }: EventPosition,
  { leadId, isNew, lead, importedHistory }: LeadCaptured,
): Promise<void> {
  const { source, channel, campaign, segment } = leadFacts(lead);
  const receivedAt = lead.signals[0]?.receivedAt ?? time;
  await transaction.query(
    `INSERT INTO reporting.lead AS known (lead_id, captured_at, is_new, event_at, event_id, source, channel, campaign,
       segment, imported_day)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (lead_id) DO UPDATE SET (captured_at, is_new, event_at, event_id, source, channel, campaign, segment,
       imported_day) = (excluded.captured_at, excluded.is_new, excluded.event_at, excluded.event_id, excluded.source,
       excluded.channel, excluded.campaign, excluded.segment, excluded.imported_day)
     WHERE (NOT excluded.is_new, excluded.event_at, excluded.event_id) < (NOT known.is_new, known.event_at, known.event_id)`,
    [leadId, receivedAt, isNew, time, id, source, channel, campaign, segment, importedHistory?.day],
  );
}

/** Saves the verdict on the lead, and the earliest one that made it an MQL for each of its handoffs. */
export async function projectVerdict(
  transaction: SqlExecutor,
  position: EventPosition,
  judged: LeadJudged,
  calendars: AgreementCalendars,
): Promise<void> {
  await saveVerdict(transaction, position, judged);
  await saveMqlVerdict(transaction, position, judged, calendars);
}

/** A signal within an open handoff is judged too, but changes nothing about the lead. */
async function saveVerdict(
  transaction: SqlExecutor,
  { id, time }: EventPosition,
  { leadId, verdict, withinHandoff, nurtureReview }: LeadJudged,
): Promise<void> {
  if (withinHandoff !== undefined) return;
  await transaction.query(
    `INSERT INTO reporting.lead_verdict (lead_id, judged_at, event_id, verdict, in_review) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING`,
    [leadId, time, id, verdict, nurtureReview !== undefined],
  );
}

async function saveMqlVerdict(
  transaction: SqlExecutor,
  { id, time }: EventPosition,
  judged: LeadJudged,
  calendars: AgreementCalendars,
): Promise<void> {
  const { leadId, handoffNumber, agreementVersion, signalReceivedAt, importedHistory } = judged;
  if (judged.verdict !== 'mql' || handoffNumber === undefined) return;
  const { source, channel, campaign, segment } = leadFacts(judged.lead);
  // If the agreement is still missing, projectAgreement sets the mark when it arrives.
  const limits = importedHistory ? undefined : await calendars.load(transaction, agreementVersion);
  await transaction.query(
    `INSERT INTO reporting.mql_verdict AS known (handoff_id, lead_id, handoff_number, judged_at, event_id, agreement_version,
       signal_received_at, source, channel, campaign, segment, imported_day, unowned_mark_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     ON CONFLICT (handoff_id) DO UPDATE SET (judged_at, event_id, agreement_version, signal_received_at, source, channel,
       campaign, segment, imported_day, unowned_mark_at) = (excluded.judged_at, excluded.event_id,
       excluded.agreement_version, excluded.signal_received_at, excluded.source, excluded.channel, excluded.campaign,
       excluded.segment, excluded.imported_day, excluded.unowned_mark_at)
     WHERE (excluded.judged_at, excluded.event_id) < (known.judged_at, known.event_id)`,
    [
      `handoff-${leadId}-${handoffNumber}`,
      leadId,
      handoffNumber,
      time,
      id,
      agreementVersion,
      signalReceivedAt,
      source,
      channel,
      campaign,
      segment,
      importedHistory?.day,
      limits?.exceededAt('unowned', time),
    ],
  );
}
