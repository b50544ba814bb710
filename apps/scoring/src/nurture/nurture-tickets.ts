import type { SqlExecutor } from '@baton/messaging';
import { Logger, Outbox, PgPool, TicketRequests } from '@baton/service';
import type { NeededTicket } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { SCHEMA } from '../database/schema.ts';
import { nurtureOwner } from './nurture-owner.ts';

/** One ticket for each source with nurtured leads whose review is overdue. */
@Injectable()
export class NurtureTickets implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #requests: TicketRequests;

  constructor(pool: PgPool, outbox: Outbox, logger: Logger) {
    this.#requests = new TicketRequests({
      service: SCHEMA,
      kind: 'nurture-review-overdue',
      pool,
      outbox,
      logger,
      findNeeded: findOverdueSources,
    });
  }

  onApplicationBootstrap(): void {
    this.#requests.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.#requests.stop();
  }

  /** Call it after a review. Without it tickets close a little later, as they do when a lead is judged again. */
  nudge(): void {
    this.#requests.nudge();
  }
}

async function findOverdueSources(on: SqlExecutor): Promise<NeededTicket[]> {
  const rows = await on.query<{ source: string; since: Date; leads: number }[]>(
    `SELECT coalesce(snapshot ->> 'source', 'unknown') AS source, min(review_due_at) AS since, count(*)::integer AS leads
     FROM scoring.lead WHERE status = 'nurtured' AND review_due_at < now() GROUP BY 1 ORDER BY 1`,
  );
  return rows.map(({ source, since, leads }) => ({
    subject: source,
    owner: nurtureOwner,
    cause: { source, overdueSince: since.toISOString(), leads },
  }));
}
