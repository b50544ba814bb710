import type { Role } from '@baton/domain';
import { databaseTime, sqlExecutorOf } from '@baton/messaging';
import { PgPool, problems, requestHash } from '@baton/service';
import type { Caller, IdempotentRequest } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, MoreThanOrEqual, Not, Repository } from 'typeorm';
import type { FindOptionsWhere } from 'typeorm';
import { Handoff } from '../handoff-row/handoff.entity.ts';
import { readableHandoffs } from '../handoff-row/row-access.ts';
import { LeadTexts, textIdFor } from '../intake/lead-texts.ts';
import { Ticket } from './ticket.entity.ts';
import type { TicketsQuery } from './tickets.request.ts';

export interface TicketComment {
  /** Id of the text in intake, if the ticket is about a lead. */
  textId: string;
  /** The text itself, if the ticket is not about a lead. */
  text?: string;
  authorId: string;
  at: Date;
}

interface CommentRow {
  ticket_id: string;
  text_id: string;
  text: string | null;
  author_id: string;
  at: Date;
}

export type TicketWithComments = Ticket & { comments: TicketComment[] };

@Injectable()
export class Tickets {
  readonly #tickets: Repository<Ticket>;
  readonly #handoffs: Repository<Handoff>;
  readonly #pool: PgPool;
  readonly #texts: LeadTexts;

  constructor(
    @InjectRepository(Ticket) tickets: Repository<Ticket>,
    @InjectRepository(Handoff) handoffs: Repository<Handoff>,
    pool: PgPool,
    texts: LeadTexts,
  ) {
    this.#tickets = tickets;
    this.#handoffs = handoffs;
    this.#pool = pool;
    this.#texts = texts;
  }

  async list(query: TicketsQuery, caller: Caller): Promise<{ total: number; tickets: TicketWithComments[] }> {
    const filter: FindOptionsWhere<Ticket> = {
      ...(query.state !== 'all' && { closedAt: query.state === 'open' ? IsNull() : Not(IsNull()) }),
      ...(query.kind && { kind: query.kind }),
      ...(query.ownerId !== undefined && { ownerId: query.ownerId }),
      ...(query.teamId !== undefined && { teamId: query.teamId }),
      ...(query.acknowledged !== undefined && { acknowledgedAt: query.acknowledged ? Not(IsNull()) : IsNull() }),
      ...(query.since !== undefined && { since: MoreThanOrEqual(new Date(query.since)) }),
    };
    const [tickets, total] = await this.#tickets
      .createQueryBuilder('t')
      .where(filter)
      .andWhere(...readableTickets(caller, 't'))
      .orderBy('t.openedAt', 'ASC')
      .addOrderBy('t.ticketId', 'ASC')
      .take(query.limit)
      .skip(query.offset)
      .getManyAndCount();
    const comments = await this.#commentsOf(tickets.map(({ ticketId }) => ticketId));
    return {
      total,
      tickets: tickets.map((ticket) => ({ ...ticket, comments: comments.get(ticket.ticketId) ?? [] })),
    };
  }

  /**
   * Acknowledges a ticket. Only the first acknowledgement counts.
   * @throws Problem 404, 403, or 409 if the ticket is closed.
   */
  async acknowledge(ticketId: string, caller: Caller): Promise<TicketWithComments> {
    const ticket = await this.#findVisible(ticketId, caller);
    if (!mayAcknowledge(caller, ticket)) throw problems.forbidden('This ticket belongs to someone else.');
    if (ticket.closedAt)
      throw problems.conflict(
        `Ticket ${ticketId} is closed because its cause is gone. There is nothing to acknowledge.`,
      );
    const acknowledgedAt = new Date(await databaseTime(sqlExecutorOf(this.#pool)));
    const change = { acknowledgedAt, acknowledgedBy: caller.id };
    await this.#tickets.update({ ticketId, acknowledgedAt: IsNull(), closedAt: IsNull() }, change);
    return this.#withComments(ticketId, caller);
  }

  /**
   * Adds a comment, once for an idempotency key. Comments may contain personal data, so those about a lead are stored
   * in intake and the ticket keeps only their ids.
   */
  async comment(
    { ticketId, caller, idempotencyKey }: IdempotentRequest<'ticketId'>,
    text: string,
  ): Promise<TicketWithComments> {
    const ticket = await this.#findVisible(ticketId, caller);
    const handoff = ticket.handoffId === null ? null : await this.#handoffs.findOneBy({ handoffId: ticket.handoffId });
    const key = requestHash([caller.id, ticketId, idempotencyKey]);
    const textId = handoff ? await this.#texts.save(handoff.leadId, key, 'note', text, caller.id) : textIdFor(key);
    await this.#pool.query(
      `INSERT INTO handoff.ticket_comment (ticket_id, text_id, author_id, at, text) VALUES ($1, $2, $3, now(), $4)
       ON CONFLICT DO NOTHING`,
      [ticketId, textId, caller.id, handoff ? null : text],
    );
    return this.#withComments(ticketId, caller);
  }

  async #findVisible(ticketId: string, caller: Caller): Promise<Ticket> {
    const ticket = await this.#tickets
      .createQueryBuilder('t')
      .where({ ticketId })
      .andWhere(...readableTickets(caller, 't'))
      .getOne();
    if (!ticket) throw problems.notFound(`There is no ticket ${ticketId}, or you may not read it.`);
    return ticket;
  }

  async #withComments(ticketId: string, caller: Caller): Promise<TicketWithComments> {
    const ticket = await this.#findVisible(ticketId, caller);
    return { ...ticket, comments: (await this.#commentsOf([ticketId])).get(ticketId) ?? [] };
  }

  async #commentsOf(ticketIds: string[]): Promise<Map<string, TicketComment[]>> {
    const { rows } = await this.#pool.query<CommentRow>(
      'SELECT * FROM handoff.ticket_comment WHERE ticket_id = ANY ($1) ORDER BY at, text_id',
      [ticketIds],
    );
    const comments = new Map<string, TicketComment[]>();
    for (const { ticket_id, text_id, text, author_id, at } of rows) {
      const earlier = comments.get(ticket_id) ?? [];
      const comment = { textId: text_id, ...(text !== null && { text }), authorId: author_id, at };
      comments.set(ticket_id, [...earlier, comment]);
    }
    return comments;
  }
}

/** People read the tickets of the handoffs that they may read, and their own. Team leads also read those of their team. */
function readableTickets(caller: Caller, alias: string): [string, Record<string, unknown>] {
  const [readable, parameters] = readableHandoffs(caller, 'handoff');
  const ofHandoff = `EXISTS (SELECT FROM handoff.handoff WHERE handoff.handoff_id = ${alias}.handoff_id AND ${readable})`;
  const ofTeam = `${alias}.handoff_id IS NULL AND ${alias}.team_id = :readerTeamId`;
  const condition = `(CAST(:readerId AS text) IS NULL OR ${alias}.owner_id = :readerId OR (${ofTeam}) OR ${ofHandoff})`;
  return [condition, parameters];
}

const rolesThatAcknowledgeAll: Role[] = ['team-lead', 'ops', 'admin'];

/** Marketers and arbiters see every ticket but acknowledge only those of their role. */
const mayAcknowledge = ({ id, roles }: Caller, { ownerId, ownerRole }: Ticket): boolean =>
  ownerId === id || roles.some((role) => rolesThatAcknowledgeAll.includes(role) || role === ownerRole);
