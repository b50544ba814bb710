import type { Agreement } from '@baton/domain';
import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { Metrics, PgPool, problems } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { standing } from '../journey/standing.ts';
import type { NurtureReview } from '../journey/standing.ts';
import { later } from '../journey/take-signal.ts';
import { Journeys } from '../judging/journeys.ts';
import type { Journey } from '../judging/journeys.ts';

interface WantedReview extends Pick<NurtureReview, 'decision' | 'reason' | 'by'> {
  leadId: string;
}

/** What marketing makes of the leads that it nurtures: appended, and the lead stands by the latest one. */
@Injectable()
export class NurtureReviews {
  readonly #pool: PgPool;
  readonly #journeys: Journeys;

  constructor(@Inject(PgPool) pool: PgPool, @Inject(Journeys) journeys: Journeys, @Inject(Metrics) metrics: Metrics) {
    this.#pool = pool;
    this.#journeys = journeys;
    metrics.gauge('nurtured_overdue', 'Nurtured leads whose review should have been by now', [], () => this.#overdue());
  }

  /**
   * The same key keeps a review once.
   * @throws Problem 404, 409 where the lead is not nurtured, or 422 where the key came before with another review.
   */
  review(wanted: WantedReview, now: Date, key: string = randomUUID()): Promise<NurtureReview> {
    const { leadId, by } = wanted;
    const reviewId = createHash('sha256')
      .update(JSON.stringify([by, leadId, key]))
      .digest('hex');
    return inTransaction(this.#pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      const known = await this.#journeys.lockKnown(leadId, transaction);
      if (!known) throw problems.notFound('Scoring knows no lead with this id. GET /nurtured lists those to review.');
      const before = await keptReview(transaction, leadId, reviewId);
      if (before) return sameAs(wanted, before);
      const review = reviewOf(known.journey, wanted, now.toISOString(), known.agreement);
      await transaction.query(
        'INSERT INTO scoring.nurture_review (lead_id, review_id, reviewed_at, review) VALUES ($1, $2, $3, $4)',
        [leadId, reviewId, review.at, JSON.stringify(review)],
      );
      await this.#journeys.keepReview(known.journey, review, transaction);
      return review;
    });
  }

  /** In the order in which they were made. */
  async of(leadId: string): Promise<NurtureReview[]> {
    const { rows } = await this.#pool.query<{ review: NurtureReview }>(
      'SELECT review FROM scoring.nurture_review WHERE lead_id = $1 ORDER BY position',
      [leadId],
    );
    return rows.map(({ review }) => review);
  }

  async #overdue(): Promise<number> {
    const { rows } = await this.#pool.query<{ overdue: number }>(
      `SELECT count(*)::integer AS overdue FROM scoring.lead WHERE place = 'nurtured' AND review_by < now()`,
    );
    return rows[0]?.overdue ?? 0;
  }
}

function reviewOf(
  { handoffs, latest, agreements, review }: Journey,
  { decision, reason, by }: WantedReview,
  at: string,
  { nurture }: Agreement,
): NurtureReview {
  const now = standing(handoffs, latest, agreements, review);
  if (now?.place !== 'nurtured') {
    throw problems.conflict(
      'Marketing does not nurture this lead now: sales has it, or it is out. GET /nurtured lists those to review.',
      { type: 'not-nurtured' },
    );
  }
  const reviewBy = decision === 'kept' && { reviewBy: later(at, nurture.reviewWithin) };
  return { of: now.since, decision, reason, at, by, ...reviewBy };
}

async function keptReview(on: SqlExecutor, leadId: string, reviewId: string): Promise<NurtureReview | undefined> {
  const [row] = await on.query<{ review: NurtureReview }[]>(
    'SELECT review FROM scoring.nurture_review WHERE lead_id = $1 AND review_id = $2',
    [leadId, reviewId],
  );
  return row?.review;
}

function sameAs({ decision, reason }: WantedReview, kept: NurtureReview): NurtureReview {
  if (kept.decision === decision && kept.reason === reason) return kept;
  throw problems.idempotencyKeyReused();
}
