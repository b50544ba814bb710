import type { LeadCaptured, LeadJudged } from '@baton/contracts';
import type { Agreement, ImportedHistory, RecordRelation } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { addToRelationSql } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { initialAgreement } from '../journey/agreements.ts';
import type { Agreements } from '../journey/agreements.ts';
import { lastHandoff, openHandoff } from '../journey/handoffs.ts';
import type { HandoffSummary } from '../journey/handoffs.ts';
import { leadStatus } from '../journey/lead-status.ts';
import type { LatestVerdict, NurtureReview } from '../journey/lead-status.ts';
import type { JudgedSignal } from '../journey/judge-signal.ts';

/** Everything that a decision about a lead depends on. */
export interface Journey {
  leadId: string;
  handoffs: HandoffSummary[];
  latestVerdict: LatestVerdict | undefined;
  review: NurtureReview | undefined;
  agreements: Agreements;
  /** The signals that came from imported history. */
  importedSignalIds: string[];
  /** Whether the imported history has an outcome of the lead. Sales had the lead then, so it was an MQL. */
  hasImportedOutcome: boolean;
  /** When the person opted out through intake, or was erased. */
  contactEndedAt?: string;
}

export interface StoredSignal extends Pick<LeadCaptured, 'signalId' | 'lead' | 'createdBy'> {
  receivedAt: string;
}

export interface NewJudgement extends StoredSignal {
  importedHistory?: ImportedHistory;
  rejudgedForHandoff: number;
  judged: JudgedSignal;
}

/** How a signal was judged last, as events carry it. */
export type LatestJudgement = Pick<
  LeadJudged,
  'signalId' | 'signalReceivedAt' | 'agreementVersion' | 'createdBy' | 'lead' | 'answers' | 'score'
>;

/** The judgement that a handoff opened with, of the lead as it is now. */
export type OpeningJudgement = Pick<
  LeadJudged,
  'signalId' | 'createdBy' | 'lead' | 'answers' | 'askedCriteria' | 'score'
>;

interface JourneyRow {
  handoffs: HandoffSummary[];
  latest_verdict: LatestVerdict | null;
  latest_review: NurtureReview | null;
  agreement_count: number;
  imported_signal_ids: string[];
  has_imported_outcome: boolean;
  contact_ended_at: Date | null;
}

interface SignalRow {
  signal_id: string;
  snapshot: LeadCaptured['lead'];
  created_by: string;
  signal_received_at: Date;
}

type ImportedSignal = { importedHistory: ImportedHistory };

const toStoredSignal = (row: SignalRow): StoredSignal => ({
  signalId: row.signal_id,
  lead: row.snapshot,
  createdBy: row.created_by,
  receivedAt: row.signal_received_at.toISOString(),
});

/** Reads and writes leads in the consumer's transaction. A message takes three statements, including the outbox. */
@Injectable()
export class JourneyStore {
  readonly #agreements: AgreementStore;

  constructor(agreements: AgreementStore) {
    this.#agreements = agreements;
  }

  /** Locks the lead until the transaction ends, because its topics are consumed concurrently. */
  async lockOrCreate(leadId: string, sql: SqlExecutor): Promise<Journey> {
    const [row] = await sql.query<[JourneyRow]>(
      `INSERT INTO scoring.lead (lead_id) VALUES ($1) ON CONFLICT (lead_id) DO UPDATE SET lead_id = excluded.lead_id
       RETURNING ${JOURNEY_COLUMNS}`,
      [leadId],
    );
    return this.#journeyOf(leadId, row, sql);
  }

  /** Adds the people and teams that have had the lead. They only accumulate, so the order of the steps does not matter. */
  async addToRelation(leadId: string, { ownerIds, teamIds }: RecordRelation, sql: SqlExecutor): Promise<void> {
    await sql.query(
      `INSERT INTO scoring.lead AS known (lead_id, owner_ids, team_ids) VALUES ($1, $2, $3)
       ON CONFLICT (lead_id) DO UPDATE SET ${ADD_TO_RELATION}`,
      [leadId, ownerIds, teamIds],
    );
  }

  /** Also returns the agreement of the latest judgement. Undefined if scoring does not know the lead. */
  async lockExisting(
    leadId: string,
    sql: SqlExecutor,
  ): Promise<{ journey: Journey; agreement: Agreement } | undefined> {
    const [row] = await sql.query<(JourneyRow & { agreement_version: number | null })[]>(
      `SELECT ${JOURNEY_COLUMNS}, agreement_version FROM scoring.lead WHERE lead_id = $1 FOR UPDATE`,
      [leadId],
    );
    if (!row) return undefined;
    const journey = await this.#journeyOf(leadId, row, sql);
    const { agreement } = journey.agreements.get(row.agreement_version ?? initialAgreement.version) ?? initialAgreement;
    return { journey, agreement };
  }

  /** The signals judged as part of a handoff, in order of receipt. */
  async signalsOfHandoff(handoffNumber: number, leadId: string, sql: SqlExecutor): Promise<StoredSignal[]> {
    const rows = await sql.query<SignalRow[]>(
      `SELECT signal_id, snapshot, created_by, signal_received_at FROM scoring.judgement
       WHERE lead_id = $1 AND within_handoff = $2
       ORDER BY signal_received_at, position`,
      [leadId, handoffNumber],
    );
    return rows.map(toStoredSignal);
  }

  /** The imported signals that were judged before their outcome was known. */
  async importedSignals(leadId: string, sql: SqlExecutor): Promise<(StoredSignal & ImportedSignal)[]> {
    const rows = await sql.query<(SignalRow & { imported_history: ImportedHistory })[]>(
      `SELECT signal_id, snapshot, created_by, signal_received_at, imported_history FROM scoring.judgement j
       WHERE lead_id = $1 AND imported_history IS NOT NULL AND NOT EXISTS (
         SELECT FROM scoring.judgement mql
         WHERE mql.lead_id = $1 AND mql.signal_id = j.signal_id AND mql.verdict = 'mql')
       ORDER BY position`,
      [leadId],
    );
    return rows.map((row) => ({ ...toStoredSignal(row), importedHistory: row.imported_history }));
  }

  async latestJudgement(leadId: string, sql: SqlExecutor): Promise<LatestJudgement | undefined> {
    const [row] = await sql.query<(Omit<LatestJudgement, 'signalReceivedAt'> & { receivedAt: Date })[]>(
      `SELECT signal_id AS "signalId", signal_received_at AS "receivedAt", agreement_version AS "agreementVersion",
         created_by AS "createdBy", snapshot AS lead, answers, score
       FROM scoring.judgement WHERE lead_id = $1 ORDER BY signal_received_at DESC, position DESC LIMIT 1`,
      [leadId],
    );
    if (!row) return undefined;
    const { receivedAt, ...judgement } = row;
    return { ...judgement, signalReceivedAt: receivedAt.toISOString() };
  }

  /**
   * The judgement that the handoff opened with, or an earlier one if it began with the date of a postponed lead. Undefined
   * if scoring lost its database and has not judged the lead again.
   */
  async openingJudgement(
    handoffNumber: number,
    leadId: string,
    sql: SqlExecutor,
  ): Promise<OpeningJudgement | undefined> {
    const [judgement] = await sql.query<OpeningJudgement[]>(
      `SELECT j.signal_id AS "signalId", j.created_by AS "createdBy", coalesce(l.snapshot, j.snapshot) AS lead, j.answers,
         j.asked_criteria AS "askedCriteria", j.score
       FROM scoring.judgement j JOIN scoring.lead l USING (lead_id)
       WHERE j.lead_id = $1 AND j.handoff_number <= $2 AND j.verdict = 'mql'
       ORDER BY j.handoff_number DESC, j.position LIMIT 1`,
      [leadId, handoffNumber],
    );
    return judgement;
  }

  async saveImportedOutcome(leadId: string, sql: SqlExecutor): Promise<void> {
    await sql.query('UPDATE scoring.lead SET has_imported_outcome = true WHERE lead_id = $1', [leadId]);
  }

  async saveJudgement(journey: Journey, entry: NewJudgement, sql: SqlExecutor): Promise<void> {
    const { judgement, agreementVersion, withinHandoff, handoffNumber, reviewDueAt } = entry.judged;
    await sql.query(
      `WITH judgement AS (
         INSERT INTO scoring.judgement (lead_id, signal_id, rejudged_for_handoff, signal_received_at, agreement_version,
           verdict, answers, asked_criteria, score, within_handoff, handoff_number, review_due_at, created_by, imported_history, snapshot)
         VALUES ($1, $11, $12::integer, $13, $14, $15, $16, $17, $18::jsonb, $19, $20, $21, $22, $23, $24::jsonb)
       )
       UPDATE scoring.lead SET ${LEAD_ASSIGNMENTS},
         snapshot = CASE WHEN $12 = 0 THEN $24 ELSE snapshot END, agreement_version = $14, score = ($18->>'points')::real
       WHERE lead_id = $1`,
      [
        ...leadValues(journey),
        entry.signalId,
        entry.rejudgedForHandoff,
        entry.receivedAt,
        agreementVersion,
        judgement.verdict,
        JSON.stringify(judgement.answers),
        JSON.stringify(judgement.askedCriteria),
        JSON.stringify(judgement.score),
        withinHandoff,
        handoffNumber,
        reviewDueAt,
        entry.createdBy,
        entry.importedHistory && JSON.stringify(entry.importedHistory),
        JSON.stringify(entry.lead),
      ],
    );
  }

  async saveJourney(journey: Journey, sql: SqlExecutor): Promise<void> {
    await sql.query(`UPDATE scoring.lead SET ${LEAD_ASSIGNMENTS} WHERE lead_id = $1`, leadValues(journey));
  }

  async saveContactEnd(journey: Journey, sql: SqlExecutor): Promise<void> {
    await sql.query(`UPDATE scoring.lead SET ${LEAD_ASSIGNMENTS}, contact_ended_at = $11 WHERE lead_id = $1`, [
      ...leadValues(journey),
      journey.contactEndedAt,
    ]);
  }

  async saveReview(journey: Journey, review: NurtureReview, sql: SqlExecutor): Promise<void> {
    await sql.query(`UPDATE scoring.lead SET ${LEAD_ASSIGNMENTS}, latest_review = $11 WHERE lead_id = $1`, [
      ...leadValues({ ...journey, review }),
      JSON.stringify(review),
    ]);
  }

  async #journeyOf(leadId: string, row: JourneyRow, sql: SqlExecutor): Promise<Journey> {
    const { handoffs, latest_verdict, latest_review, agreement_count, contact_ended_at: contactEndedAt } = row;
    const agreements = await this.#agreements.upTo(agreement_count, sql);
    return {
      leadId,
      handoffs,
      latestVerdict: latest_verdict ?? undefined,
      review: latest_review ?? undefined,
      agreements,
      importedSignalIds: row.imported_signal_ids,
      hasImportedOutcome: row.has_imported_outcome,
      ...(contactEndedAt && { contactEndedAt: contactEndedAt.toISOString() }),
    };
  }
}

const ADD_TO_RELATION = addToRelationSql(
  { ownerIds: 'known.owner_ids', teamIds: 'known.team_ids' },
  { ownerIds: 'excluded.owner_ids', teamIds: 'excluded.team_ids' },
);

const JOURNEY_COLUMNS = `handoffs, latest_verdict, latest_review, has_imported_outcome, contact_ended_at,
  (SELECT count(*)::integer FROM scoring.agreement) AS agreement_count,
  ARRAY(
    SELECT signal_id FROM scoring.judgement WHERE judgement.lead_id = lead.lead_id AND imported_history IS NOT NULL
  ) AS imported_signal_ids`;

const LEAD_ASSIGNMENTS = `handoffs = $2, latest_verdict = $3, open_handoff_number = $4, last_handoff_number = $5,
  status = $6, reason = $7, since = $8, review_due_at = $9, postponed_until = $10`;

/** Follows from everything else. */
export const statusOf = ({ handoffs, latestVerdict, review, agreements, contactEndedAt }: Journey) =>
  leadStatus(handoffs, latestVerdict, agreements, { review, contactEndedAt });

function leadValues(journey: Journey): unknown[] {
  const { leadId, handoffs, latestVerdict } = journey;
  const status = statusOf(journey);
  const details = status && 'reason' in status ? status : undefined;
  return [
    leadId,
    JSON.stringify(handoffs),
    latestVerdict && JSON.stringify(latestVerdict),
    openHandoff(handoffs)?.number,
    lastHandoff(handoffs)?.number ?? 0,
    status?.status,
    details?.reason,
    details?.since,
    details && 'reviewDueAt' in details ? details.reviewDueAt : undefined,
    details && 'postponedUntil' in details ? details.postponedUntil : undefined,
  ];
}
