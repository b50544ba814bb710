import { ticketRaised, ticketResolved } from '@baton/contracts';
import type { TicketRaised, TicketResolved } from '@baton/contracts';
import { isSameAttentionOwner } from '@baton/domain';
import type { AttentionOwner, RequestedTicketKind } from '@baton/domain';
import { databaseTime, inTransaction, quotedSchema, sqlExecutorOf } from '@baton/messaging';
import type { OutgoingMessage, SqlExecutor } from '@baton/messaging';
import { BackgroundLoop } from '../background-loop.ts';
import type { Outbox } from '../database/outbox.ts';
import type { PgPool } from '../database/pg-pool.ts';
import type { Logger } from '../logging/logger.ts';

const PAUSE_MILLISECONDS = 15_000;

/** A ticket whose cause exists now. */
export type NeededTicket = Pick<TicketRaised, 'subject' | 'owner' | 'cause'>;

export interface TicketRequestsOptions {
  /** The name of the service, which is also that of its schema. */
  service: string;
  kind: RequestedTicketKind;
  pool: PgPool;
  outbox: Outbox;
  logger: Pick<Logger, 'warn'>;
  /** All tickets of this kind whose cause exists now. */
  findNeeded: (on: SqlExecutor) => Promise<NeededTicket[]>;
}

interface OpenTicket {
  subject: string;
  owner: AttentionOwner;
}

/**
 * Asks the handoff service to open tickets whose cause exists and to close the others. It compares what is needed with
 * what it has asked for, so a missed event or a crash only delays a ticket.
 */
export class TicketRequests {
  readonly #options: TicketRequestsOptions;
  readonly #table: string;
  readonly #loop: BackgroundLoop;

  constructor(options: TicketRequestsOptions) {
    this.#options = options;
    this.#table = `${quotedSchema(options.service)}.requested_ticket`;
    this.#loop = new BackgroundLoop({
      round: () => this.check(),
      pauseMilliseconds: PAUSE_MILLISECONDS,
      logger: options.logger,
      failureMessage: `The tickets of the kind ${options.kind} could not be checked; trying again`,
    });
  }

  start(): void {
    this.#loop.start();
  }

  /** Checks soon, because something has changed. */
  nudge(): void {
    this.#loop.nudge();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async check(): Promise<void> {
    const { pool, kind, outbox, findNeeded } = this.#options;
    await inTransaction(pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      await transaction.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`baton.requested-tickets.${kind}`]);
      const open = await this.#openTickets(transaction);
      const needed = await findNeeded(transaction);
      const at = await databaseTime(transaction);
      const messages: OutgoingMessage[] = [];
      for (const ticket of needed) {
        const known = open.find(({ subject }) => subject === ticket.subject);
        if (!known || !isSameAttentionOwner(known.owner, ticket.owner))
          messages.push(await this.#raise(transaction, ticket, at));
      }
      for (const { subject, owner } of open)
        if (needed.every((ticket) => ticket.subject !== subject))
          messages.push(await this.#resolve(transaction, { subject, owner }, at));
      await outbox.append(transaction, messages);
    });
  }

  #openTickets(on: SqlExecutor): Promise<OpenTicket[]> {
    return on.query<OpenTicket[]>(`SELECT subject, owner FROM ${this.#table} WHERE kind = $1 AND is_open`, [
      this.#options.kind,
    ]);
  }

  async #raise(on: SqlExecutor, ticket: NeededTicket, at: string): Promise<OutgoingMessage> {
    const { kind } = this.#options;
    const data: TicketRaised = { kind, ...ticket, at };
    return this.#message(ticketRaised.type, data, await this.#save(on, ticket, true));
  }

  async #resolve(on: SqlExecutor, ticket: OpenTicket, at: string): Promise<OutgoingMessage> {
    const data: TicketResolved = { kind: this.#options.kind, subject: ticket.subject, at };
    return this.#message(ticketResolved.type, data, await this.#save(on, ticket, false));
  }

  /** Returns the number of this change of the ticket. */
  async #save(on: SqlExecutor, { subject, owner }: OpenTicket, isOpen: boolean): Promise<number> {
    const [row] = await on.query<{ revision: number }[]>(
      `INSERT INTO ${this.#table} AS known (kind, subject, owner, is_open, revision) VALUES ($1, $2, $3, $4, 1)
       ON CONFLICT (kind, subject) DO UPDATE
         SET owner = excluded.owner, is_open = excluded.is_open, revision = known.revision + 1
       RETURNING revision`,
      [this.#options.kind, subject, JSON.stringify(owner), isOpen],
    );
    return row?.revision ?? 1;
  }

  #message(type: string, data: TicketRaised | TicketResolved, revision: number): OutgoingMessage {
    const { kind, subject, at } = data;
    const { service } = this.#options;
    return {
      topic: ticketRaised.topic,
      key: `${kind}.${subject}`,
      // The time keeps ids unique after the service's database was restored to an earlier state.
      event: { id: `${kind}/${subject}/${revision}/${at}`, source: `/baton/${service}`, type, time: at, subject, data },
    };
  }
}
