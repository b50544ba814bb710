import type { Agreement } from '@baton/domain';
import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { Metrics, PgPool, problems } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { leadStatus } from '../journey/lead-status.ts';
import type { NurtureReview } from '../journey/lead-status.ts';
import { addDuration } from '../journey/judge-signal.ts';
import { JourneyStore } from '../judging/journey-store.ts';
import type { Journey } from '../judging/journey-store.ts';

interface RequestedReview extends Pick<NurtureReview, 'decision' | 'reason' | 'by'> {
  leadId: string;
}

/** What marketing makes of the leads that it nurtures: appended, and the lead stands by the latest one. */
@Injectable()
export class NurtureReviews {
  readonly #pool: PgPool;
  readonly #journeys: JourneyStore;

  constructor(
    pool: PgPool,
    journeys: JourneyStore,
    metrics: Metrics,
  ) {
    this.#pool = pool;
    this.#journeys = journeys;
    metrics.gauge('scoring_nurture_reviews_overdue', 'Nurtured leads whose review should have been by now', [], () =>
      this.#overdue(),
    );
  }

  /**
   * The same key keeps a review once.
   * @throws Problem 404, 409 where the lead is not nurtured, or 422 where the key came before with another review.
   */
  review(wanted: RequestedReview, now: Date, key: string = randomUUID()): Promise<NurtureReview> {
    const { leadId, by } = wanted;
    const reviewId = createHash('sha256')
      .update(JSON.stringify([by, leadId, key]))
      .digest('hex');
    return inTransaction(this.#pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      const known = await this.#journeys.lockExisting(leadId, transaction);
      if (!known)
        throw problems.notFound('Scoring knows no lead with this id. GET /nurtured-leads lists those to review.');
      const before = await storedReview(transaction, leadId, reviewId);
      if (before) return assertSameReview(wanted, before);
      const review = reviewOf(known.journey, wanted, now.toISOString(), known.agreement);
      await transaction.query(
        'INSERT INTO scoring.nurture_review (lead_id, review_id, reviewed_at, review) VALUES ($1, $2, $3, $4)',
        [leadId, reviewId, review.at, JSON.stringify(review)],
      );
      await this.#journeys.saveReview(known.journey, review, transaction);
      return review;
    });
  }

  /** In the order in which they were made. */
  async list(leadId: string): Promise<NurtureReview[]> {
    const { rows } = await this.#pool.query<{ review: NurtureReview }>(
      'SELECT review FROM scoring.nurture_review WHERE lead_id = $1 ORDER BY position',
      [leadId],
    );
    return rows.map(({ review }) => review);
  }

  async #overdue(): Promise<number> {
    const { rows } = await this.#pool.query<{ overdue: number }>(
      `SELECT count(*)::integer AS overdue FROM scoring.lead WHERE status = 'nurtured' AND review_due_at < now()`,
    );
    return rows[0]?.overdue ?? 0;
  }
}

function reviewOf(
  { handoffs, latestVerdict: latest, agreements, review }: Journey,
  { decision, reason, by }: RequestedReview,
  at: string,
  { nurture }: Agreement,
): NurtureReview {
  const now = leadStatus(handoffs, latest, agreements, review);
  if (now?.status !== 'nurtured') {
    throw problems.conflict(
      'Marketing does not nurture this lead now: sales has it, or it is out. GET /nurtured-leads lists those to review.',
      { type: 'not-nurtured' },
    );
  }
  const reviewDueAt = decision === 'kept' && { reviewDueAt: addDuration(at, nurture.reviewWithin) };
  return { reviewedSince: now.since, decision, reason, at, by, ...reviewDueAt };
}

async function storedReview(on: SqlExecutor, leadId: string, reviewId: string): Promise<NurtureReview | undefined> {
  const [row] = await on.query<{ review: NurtureReview }[]>(
    'SELECT review FROM scoring.nurture_review WHERE lead_id = $1 AND review_id = $2',
    [leadId, reviewId],
  );
  return row?.review;
}

function assertSameReview({ decision, reason }: RequestedReview, kept: NurtureReview): NurtureReview {
  if (kept.decision === decision && kept.reason === reason) return kept;
  throw problems.idempotencyKeyReused();
}
