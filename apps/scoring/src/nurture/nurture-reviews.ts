import type { Agreement } from '@baton/domain';
import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { Metrics, Outbox, PgPool, problems, requestHash } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { NurtureReview } from '../journey/lead-status.ts';
import { addDuration } from '../journey/moments.ts';
import { JourneyStore, statusOf } from '../judging/journey-store.ts';
import type { Journey } from '../judging/journey-store.ts';
import { reviewRejectionMessage } from '../judging/judged-message.ts';
import { NurtureTickets } from './nurture-tickets.ts';

interface RequestedReview extends Pick<NurtureReview, 'decision' | 'reason' | 'by'> {
  leadId: string;
}

/** Stores marketing's reviews of nurtured leads. The latest one decides the status of the lead. */
@Injectable()
export class NurtureReviews {
  readonly #pool: PgPool;
  readonly #journeys: JourneyStore;
  readonly #outbox: Outbox;
  readonly #tickets: NurtureTickets;

  constructor(pool: PgPool, journeys: JourneyStore, outbox: Outbox, tickets: NurtureTickets, metrics: Metrics) {
    this.#pool = pool;
    this.#journeys = journeys;
    this.#outbox = outbox;
    this.#tickets = tickets;
    metrics.gauge('scoring_nurture_reviews_overdue', 'Nurtured leads whose review is overdue', [], () =>
      this.#countOverdue(),
    );
  }

  /**
   * Stores a review once per idempotency key. A rejection becomes an event, so that reports count it.
   * @throws Problem 404 if the lead is unknown, 409 if it is not nurtured, or 422 if the key was used for another review
   */
  async review(requested: RequestedReview, now: Date, idempotencyKey: string): Promise<NurtureReview> {
    const { leadId, by } = requested;
    const reviewId = requestHash([by, leadId, idempotencyKey]);
    const stored = await inTransaction(this.#pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      const known = await this.#journeys.lockExisting(leadId, transaction);
      if (!known) {
        throw problems.notFound('There is no lead with this id. GET /nurtured-leads lists nurtured leads.');
      }
      const earlier = await storedReview(transaction, leadId, reviewId);
      if (earlier) return assertSameReview(requested, earlier);
      const review = reviewOf(known.journey, requested, now.toISOString(), known.agreement);
      await transaction.query(
        'INSERT INTO scoring.nurture_review (lead_id, review_id, reviewed_at, review) VALUES ($1, $2, $3, $4)',
        [leadId, reviewId, review.at, JSON.stringify(review)],
      );
      await this.#journeys.saveReview(known.journey, review, transaction);
      if (review.decision === 'rejected') await this.#publishRejection(transaction, leadId, review, reviewId);
      return review;
    });
    this.#tickets.nudge();
    return stored;
  }

  async list(leadId: string): Promise<NurtureReview[]> {
    const { rows } = await this.#pool.query<{ review: NurtureReview }>(
      'SELECT review FROM scoring.nurture_review WHERE lead_id = $1 ORDER BY position',
      [leadId],
    );
    return rows.map(({ review }) => review);
  }

  async #publishRejection(on: SqlExecutor, leadId: string, review: NurtureReview, reviewId: string): Promise<void> {
    const judgement = await this.#journeys.latestJudgement(leadId, on);
    if (!judgement) {
      throw problems.conflict(
        'Scoring has read the end of this lead’s handoff but not yet how the lead was judged. Try again in a minute.',
        { type: 'not-judged-yet' },
      );
    }
    await this.#outbox.append(on, [reviewRejectionMessage(leadId, review, reviewId, judgement)]);
  }

  async #countOverdue(): Promise<number> {
    const { rows } = await this.#pool.query<{ overdue: number }>(
      `SELECT count(*)::integer AS overdue FROM scoring.lead WHERE status = 'nurtured' AND review_due_at < now()`,
    );
    return rows[0]?.overdue ?? 0;
  }
}

function reviewOf(
  journey: Journey,
  { decision, reason, by }: RequestedReview,
  at: string,
  { nurture }: Agreement,
): NurtureReview {
  const current = statusOf(journey);
  if (current?.status !== 'nurtured') {
    throw problems.conflict(
      'This lead is not being nurtured, so it cannot be reviewed. GET /nurtured-leads lists nurtured leads.',
      { type: 'not-nurtured' },
    );
  }
  return {
    reviewedSince: current.since,
    decision,
    reason,
    at,
    by,
    ...(decision === 'kept' && { reviewDueAt: addDuration(at, nurture.reviewWithin) }),
  };
}

async function storedReview(
  transaction: SqlExecutor,
  leadId: string,
  reviewId: string,
): Promise<NurtureReview | undefined> {
  const [row] = await transaction.query<{ review: NurtureReview }[]>(
    'SELECT review FROM scoring.nurture_review WHERE lead_id = $1 AND review_id = $2',
    [leadId, reviewId],
  );
  return row?.review;
}

function assertSameReview({ decision, reason }: RequestedReview, stored: NurtureReview): NurtureReview {
  if (stored.decision === decision && stored.reason === reason) return stored;
  throw problems.idempotencyKeyReused();
}
