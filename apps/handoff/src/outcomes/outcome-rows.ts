import type { LeadOutcome } from '@baton/contracts';
import { earliest, matchOutcome, outcomeTarget, refundRefusal } from '@baton/domain';
import type { Actor, DraftedStep, MoneyReport, Outcome, OutcomeTarget, RecordedStep } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { HandoffIdentity } from '../handoff-row/record-rows.ts';

interface OutcomeRow {
  outcome_id: string;
  source: string;
  /** The caller who reported it over HTTP. */
  reported_by: Actor | null;
  handoff_number: number | null;
  outcome: Outcome;
  decided_at: Date;
  received_at: Date;
  event: LeadOutcome;
  imported: boolean;
}

export type HandoffOfLead = HandoffIdentity & OutcomeTarget;

/**
 * Serialises transactions that match outcomes of this lead with its handoffs, until this one ends. Otherwise two of
 * them could each miss what the other has not committed yet, and the outcome would reach no record.
 */
export async function lockOutcomesOf(transaction: SqlExecutor, leadId: string): Promise<void> {
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtextextended('outcomes of ' || $1, 0))`, [leadId]);
}

/** Stores an outcome, which may arrive before the handoff it belongs to. The caller holds the lock of the lead's outcomes. */
export async function saveOutcome(
  transaction: SqlExecutor,
  outcomeId: string,
  source: string,
  outcome: LeadOutcome,
): Promise<void> {
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

/** The handoffs of a lead, which began with the first step of their record. */
export async function readHandoffsOfLead(transaction: SqlExecutor, leadId: string): Promise<HandoffOfLead[]> {
  const rows = await transaction.query<(HandoffIdentity & { at: Date; step: RecordedStep['step'] })[]>(
    `SELECT h.handoff_id AS "handoffId", h.lead_id AS "leadId", h.handoff_number AS "handoffNumber",
       h.agreement_version AS "agreementVersion", r.at, r.step
     FROM handoff.handoff h JOIN handoff.record r ON r.handoff_id = h.handoff_id AND r.version = 1
     WHERE h.lead_id = $1`,
    [leadId],
  );
  return rows.map(({ at, step, ...identity }) => ({
    ...identity,
    ...outcomeTarget(identity.handoffNumber, { at: at.toISOString(), step }),
  }));
}

/** The outcomes in the record of the handoff, with their amounts and payments. */
export async function readMoneyReports(on: SqlExecutor, handoffId: string): Promise<MoneyReport[]> {
  const rows = await on.query<OutcomeRow[]>(
    `SELECT o.* FROM handoff.record r JOIN handoff.outcome o ON o.outcome_id = r.step ->> 'outcomeId'
     WHERE r.handoff_id = $1 AND r.step ->> 'type' = 'outcome-recorded'`,
    [handoffId],
  );
  return rows.map(moneyReport);
}

const moneyReport = ({ outcome_id: outcomeId, received_at: receivedAt, event }: OutcomeRow): MoneyReport => ({
  ...event,
  outcomeId,
  reportedAt: receivedAt.toISOString(),
});

/** The outcomes that belong to this handoff and are in no record yet. */
async function waitingOutcomes(on: SqlExecutor, leadId: string, target: OutcomeTarget): Promise<OutcomeRow[]> {
  const waiting = await on.query<OutcomeRow[]>(
    `SELECT o.*, reported_by FROM handoff.outcome o LEFT JOIN handoff.reported_outcome USING (outcome_id)
     WHERE lead_id = $1 AND NOT recorded ORDER BY decided_at, outcome_id`,
    [leadId],
  );
  return waiting.filter(({ handoff_number: handoffNumber, decided_at: decidedAt, imported }) => {
    const outcome = { decidedAt: decidedAt.toISOString(), imported, ...(handoffNumber !== null && { handoffNumber }) };
    return matchOutcome([target], outcome).kind === 'matched';
  });
}

/** The refunds of this handoff that are in no record yet: they wait for their deal, or it does not allow them. */
export async function readWaitingRefunds(
  on: SqlExecutor,
  leadId: string,
  target: OutcomeTarget,
): Promise<MoneyReport[]> {
  return (await waitingOutcomes(on, leadId, target)).filter(({ outcome }) => outcome === 'refunded').map(moneyReport);
}

/**
 * The steps for the outcomes that belong to this handoff and are in no record yet. A refund waits for its deal. The caller
 * holds the lock of the lead's outcomes. No step takes effect after it is recorded.
 */
export async function draftUnrecordedOutcomes(
  transaction: SqlExecutor,
  leadId: string,
  target: OutcomeTarget & { handoffId?: string },
  recordedAt: string,
): Promise<DraftedStep[]> {
  const matched = await waitingOutcomes(transaction, leadId, target);
  const recordable = await withoutRefusedRefunds(transaction, matched, target.handoffId);
  if (recordable.length === 0) return [];
  await transaction.query('UPDATE handoff.outcome SET recorded = true WHERE outcome_id = ANY ($1::text[])', [
    recordable.map(({ outcome_id: outcomeId }) => outcomeId),
  ]);
  return recordable.map((row) => ({
    at: earliest(row.decided_at.toISOString(), recordedAt),
    actor: row.reported_by ?? { kind: 'event-source', id: row.source },
    step: { type: 'outcome-recorded', outcomeId: row.outcome_id, outcome: row.outcome },
  }));
}

/** Leaves out refunds that their deal does not allow, or does not allow yet. */
async function withoutRefusedRefunds(
  on: SqlExecutor,
  rows: readonly OutcomeRow[],
  handoffId: string | undefined,
): Promise<OutcomeRow[]> {
  if (rows.every(({ outcome }) => outcome !== 'refunded')) return [...rows];
  const reports = handoffId === undefined ? [] : await readMoneyReports(on, handoffId);
  const deals = rows.filter(({ outcome }) => outcome !== 'refunded');
  reports.push(...deals.map(moneyReport));
  const refunds = rows.filter((row) => {
    if (row.outcome !== 'refunded' || refundRefusal(reports, moneyReport(row))) return false;
    reports.push(moneyReport(row));
    return true;
  });
  return rows.filter((row) => deals.includes(row) || refunds.includes(row));
}
