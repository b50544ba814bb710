import { Metrics, PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';

interface TeamQueueLength {
  team: string;
  leads: number;
  oldestSeconds: number;
}

/** What is open now, for dashboards and alerts. Every replica reports the same values: use their maximum. */
@Injectable()
export class HandoffMetrics {
  readonly #pool: PgPool;
  #readingQueues: Promise<TeamQueueLength[]> | undefined;

  constructor(pool: PgPool, metrics: Metrics) {
    this.#pool = pool;
    metrics.gauge('handoffs_open', 'Open handoffs by stage', ['stage'], () => this.#openByStage());
    metrics.gauge('handoffs_promise_broken', 'Open handoffs with a broken promise, by promise', ['promise'], () =>
      this.#brokenByPromise(),
    );
    metrics.gauge('team_queue_leads', 'Leads without a rep, by team', ['team'], async () =>
      (await this.#queues()).map(({ team, leads }) => ({ labels: { team }, value: leads })),
    );
    metrics.gauge('team_queue_oldest_wait_seconds', 'The longest wait in the queue of a team', ['team'], async () =>
      (await this.#queues()).map(({ team, oldestSeconds }) => ({ labels: { team }, value: oldestSeconds })),
    );
    metrics.gauge('outcomes_waiting', 'Outcomes that have waited for more than a day for their handoff', [], () =>
      this.#waitingOutcomes(),
    );
    metrics.gauge('tickets_open', 'Open tickets by kind', ['kind'], () => this.#openTickets());
  }

  async #openByStage() {
    const { rows } = await this.#pool.query<{ stage: string; handoffs: number }>(
      `SELECT stage, count(*)::integer AS handoffs FROM handoff.handoff WHERE stage <> 'ended' GROUP BY stage`,
    );
    return rows.map(({ stage, handoffs }) => ({ labels: { stage }, value: handoffs }));
  }

  async #brokenByPromise() {
    const { rows } = await this.#pool.query<{ promise: string; handoffs: number }>(
      `SELECT promise, count(*)::integer AS handoffs FROM handoff.handoff, unnest(broken_promises) AS promise
       WHERE stage <> 'ended' GROUP BY promise`,
    );
    return rows.map(({ promise, handoffs }) => ({ labels: { promise }, value: handoffs }));
  }

  /** Two gauges are read from it at each scrape, at the same time. */
  #queues(): Promise<TeamQueueLength[]> {
    this.#readingQueues ??= this.#readQueues().finally(() => (this.#readingQueues = undefined));
    return this.#readingQueues;
  }

  /** A lead's wait begins when it entered the queue. */
  async #readQueues(): Promise<TeamQueueLength[]> {
    const { rows } = await this.#pool.query<TeamQueueLength>(
      `SELECT coalesce(team_id, 'none') AS team, count(*)::integer AS leads,
              extract(epoch FROM now() - min(coalesce(queued_at, started_at)))::float8 AS "oldestSeconds"
       FROM handoff.handoff h, LATERAL (
         SELECT max(at) AS queued_at FROM handoff.record r
         WHERE r.handoff_id = h.handoff_id AND step ->> 'type' = 'queued'
       ) AS queued
       WHERE stage = 'queued' GROUP BY team_id`,
    );
    return rows;
  }

  /** An outcome may arrive shortly before its handoff. After a day nothing will start that handoff by itself. */
  async #waitingOutcomes() {
    const { rows } = await this.#pool.query<{ outcomes: number }>(
      `SELECT count(*)::integer AS outcomes FROM handoff.outcome
       WHERE NOT recorded AND received_at < now() - interval '1 day'`,
    );
    return rows.map(({ outcomes }) => ({ labels: {}, value: outcomes }));
  }

  /** Without what follows a dot, such as the name of a source, of which there can be any number. */
  async #openTickets() {
    const { rows } = await this.#pool.query<{ kind: string; tickets: number }>(
      `SELECT split_part(kind, '.', 1) AS kind, count(*)::integer AS tickets FROM handoff.ticket
       WHERE closed_at IS NULL GROUP BY 1`,
    );
    return rows.map(({ kind, tickets }) => ({ labels: { kind }, value: tickets }));
  }
}
