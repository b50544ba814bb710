import type { SqlExecutor } from '@baton/messaging';
import { Logger, Outbox, PgPool, TicketRequests } from '@baton/service';
import type { NeededTicket } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { SCHEMA } from '../database/schema.ts';
import { QuarantineOwners } from './quarantine-owners.ts';

/** One ticket for each source with messages whose review is overdue. */
@Injectable()
export class QuarantineTickets implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #owners: QuarantineOwners;
  readonly #requests: TicketRequests;

  constructor(pool: PgPool, outbox: Outbox, logger: Logger, owners: QuarantineOwners) {
    this.#owners = owners;
    this.#requests = new TicketRequests({
      service: SCHEMA,
      kind: 'quarantine-overdue',
      pool,
      outbox,
      logger,
      findNeeded: (on) => this.#findNeeded(on),
    });
  }

  onApplicationBootstrap(): void {
    this.#requests.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.#requests.stop();
  }

  /** Call it after a review. Without it tickets close a little later. */
  nudge(): void {
    this.#requests.nudge();
  }

  async #findNeeded(on: SqlExecutor): Promise<NeededTicket[]> {
    const ownerOf = await this.#owners.ownerOf(on);
    const rows = await on.query<{ source: string; since: Date; messages: number }[]>(
      `SELECT source, min(review_due_at) AS since, count(*)::integer AS messages FROM intake.quarantined_message
       WHERE status = 'waiting' AND review_due_at < now() GROUP BY source ORDER BY source`,
    );
    return rows.map(({ source, since, messages }) => ({
      subject: source,
      owner: ownerOf(source),
      cause: { source, overdueSince: since.toISOString(), messages },
    }));
  }
}
