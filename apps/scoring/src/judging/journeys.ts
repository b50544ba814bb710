import type { LeadCaptured } from '@baton/contracts';
import type { Agreement, ImportedHistory } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { KnownAgreements } from '../agreements/known-agreements.ts';
import { firstAgreement } from '../journey/agreements.ts';
import type { Agreements } from '../journey/agreements.ts';
import { lastHandoff, openHandoff } from '../journey/handoffs.ts';
import type { KnownHandoff } from '../journey/handoffs.ts';
import { standing } from '../journey/standing.ts';
import type { LatestVerdict, NurtureReview } from '../journey/standing.ts';
import type { JudgedSignal } from '../journey/take-signal.ts';

/** What a decision about a lead rests on. */
export interface Journey {
  leadId: string;
  handoffs: KnownHandoff[];
  latest: LatestVerdict | undefined;
  review: NurtureReview | undefined;
  agreements: Agreements;
  /** The signals of its past, which was imported. */
  importedSignalIds: string[];
}

/** A signal that scoring has judged before. */
export interface PastSignal extends Pick<LeadCaptured, 'signalId' | 'lead' | 'createdBy'> {
  receivedAt: string;
}

/** A judgement to be kept. */
export interface Entry extends PastSignal {
  imported?: ImportedHistory;
  judgedAgainFor: number;
  judged: JudgedSignal;
}

interface JourneyRow {
  handoffs: KnownHandoff[];
  latest: LatestVerdict | null;
  review: NurtureReview | null;
  agreement_count: number;
  imported_signal_ids: string[];
}

interface PastRow {
  signal_id: string;
  snapshot: LeadCaptured['lead'];
  created_by: string;
  signal_received_at: Date;
}

/** Reads and writes leads within the consumer's transaction: three statements a message in all, outbox included. */
@Injectable()
export class Journeys {
  readonly #agreements: KnownAgreements;

  constructor(@Inject(KnownAgreements) agreements: KnownAgreements) {
    this.#agreements = agreements;
  }

  /** Locks the lead until the transaction ends: its topics are read side by side, and one decision follows the other. */
  async lock(leadId: string, sql: SqlExecutor): Promise<Journey> {
    const [row] = await sql.query<[JourneyRow]>(
      `INSERT INTO scoring.lead (lead_id) VALUES ($1) ON CONFLICT (lead_id) DO UPDATE SET lead_id = excluded.lead_id
       RETURNING ${JOURNEY_COLUMNS}`,
      [leadId],
    );
    return this.#journeyOf(leadId, row, sql);
  }

  /** Locks the lead likewise, if scoring knows it; with the agreement that it was judged under last. */
  async lockKnown(leadId: string, sql: SqlExecutor): Promise<{ journey: Journey; agreement: Agreement } | undefined> {
    const [row] = await sql.query<(JourneyRow & { agreement_version: number | null })[]>(
      `SELECT ${JOURNEY_COLUMNS}, agreement_version FROM scoring.lead WHERE lead_id = $1 FOR UPDATE`,
      [leadId],
    );
    if (!row) return undefined;
    const journey = await this.#journeyOf(leadId, row, sql);
    const { agreement } = journey.agreements.get(row.agreement_version ?? firstAgreement.version) ?? firstAgreement;
    return { journey, agreement };
  }

  /** The signals that were taken for part of a handoff, in the order of their receipt. */
  async signalsWithin(handoffNumber: number, leadId: string, sql: SqlExecutor): Promise<PastSignal[]> {
    const rows = await sql.query<PastRow[]>(
      `SELECT signal_id, snapshot, created_by, signal_received_at FROM scoring.judgement
       WHERE lead_id = $1 AND within_handoff = $2
       ORDER BY signal_received_at, position`,
      [leadId, handoffNumber],
    );
    return rows.map((row) => ({
      signalId: row.signal_id,
      lead: row.snapshot,
      createdBy: row.created_by,
      receivedAt: row.signal_received_at.toISOString(),
    }));
  }

  /** Keeps a judgement and what it changes. */
  async keep(journey: Journey, entry: Entry, sql: SqlExecutor): Promise<void> {
    const { judgement, agreementVersion, withinHandoff, handoffNumber, reviewBy } = entry.judged;
    await sql.query(
      `WITH kept AS (
         INSERT INTO scoring.judgement (lead_id, signal_id, judged_again_for, signal_received_at, agreement_version,
           verdict, answers, asked, score, within_handoff, handoff_number, review_by, created_by, imported, snapshot)
         VALUES ($1, $10, $11::integer, $12, $13, $14, $15, $16, $17::jsonb, $18, $19, $20, $21, $22, $23::jsonb)
       )
       UPDATE scoring.lead SET ${LEAD_CHANGES},
         snapshot = CASE WHEN $11 = 0 THEN $23 ELSE snapshot END, agreement_version = $13, score = ($17->>'points')::real
       WHERE lead_id = $1`,
      [
        ...leadValues(journey),
        entry.signalId,
        entry.judgedAgainFor,
        entry.receivedAt,
        agreementVersion,
        judgement.verdict,
        JSON.stringify(judgement.answers),
        JSON.stringify(judgement.asked),
        JSON.stringify(judgement.score),
        withinHandoff,
        handoffNumber,
        reviewBy,
        entry.createdBy,
        entry.imported && JSON.stringify(entry.imported),
        JSON.stringify(entry.lead),
      ],
    );
  }

  /** Keeps what a handoff's step changed. */
  async keepStanding(journey: Journey, sql: SqlExecutor): Promise<void> {
    await sql.query(`UPDATE scoring.lead SET ${LEAD_CHANGES} WHERE lead_id = $1`, leadValues(journey));
  }

  /** Keeps what marketing made of the lead. */
  async keepReview(journey: Journey, review: NurtureReview, sql: SqlExecutor): Promise<void> {
    await sql.query(`UPDATE scoring.lead SET ${LEAD_CHANGES}, review = $10 WHERE lead_id = $1`, [
      ...leadValues({ ...journey, review }),
      JSON.stringify(review),
    ]);
  }

  async #journeyOf(leadId: string, row: JourneyRow, sql: SqlExecutor): Promise<Journey> {
    const { handoffs, latest, review, agreement_count, imported_signal_ids: importedSignalIds } = row;
    const agreements = await this.#agreements.upTo(agreement_count, sql);
    const known = { leadId, handoffs, latest: latest ?? undefined, review: review ?? undefined };
    return { ...known, agreements, importedSignalIds };
  }
}

const JOURNEY_COLUMNS = `handoffs, latest, review,
  (SELECT count(*)::integer FROM scoring.agreement) AS agreement_count,
  ARRAY(
    SELECT signal_id FROM scoring.judgement WHERE judgement.lead_id = lead.lead_id AND imported IS NOT NULL
  ) AS imported_signal_ids`;

const LEAD_CHANGES = `handoffs = $2, latest = $3, open_handoff_number = $4, last_handoff_number = $5,
  place = $6, reason = $7, since = $8, review_by = $9`;

function leadValues({ leadId, handoffs, latest, review, agreements }: Journey): unknown[] {
  const now = standing(handoffs, latest, agreements, review);
  const details = now && 'reason' in now ? now : undefined;
  return [
    leadId,
    JSON.stringify(handoffs),
    latest && JSON.stringify(latest),
    openHandoff(handoffs)?.number,
    lastHandoff(handoffs)?.number ?? 0,
    now?.place,
    details?.reason,
    details?.since,
    details && 'reviewBy' in details ? details.reviewBy : undefined,
  ];
}
