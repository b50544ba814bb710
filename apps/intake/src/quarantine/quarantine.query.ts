import { problems } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { decodeCursor, encodeCursor } from '../paging/cursor.ts';
import { omitUndefined } from '../parsing/omit-undefined.ts';
import { QuarantineOwners } from './quarantine-owners.ts';
import { QuarantinedMessageEntity } from './quarantined-message.entity.ts';
import type { QuarantineListRequest } from './quarantine.request.ts';
import { quarantineItemResponse } from './quarantine.response.ts';
import type {
  QuarantineItemResponse,
  QuarantineListResponse,
  QuarantinedMessageResponse,
} from './quarantine.response.ts';

@Injectable()
export class QuarantineQuery {
  readonly #database: DataSource;
  readonly #owners: QuarantineOwners;

  constructor(database: DataSource, owners: QuarantineOwners) {
    this.#database = database;
    this.#owners = owners;
  }

  /** Oldest first, because the message that has waited longest is reviewed first. */
  async list({ status, overdue, limit, after }: QuarantineListRequest, now: Date): Promise<QuarantineListResponse> {
    const query = this.#database
      .createQueryBuilder(QuarantinedMessageEntity, 'message')
      .select(this.#listColumns())
      .where('message.status = :status', { status })
      .orderBy('message.receivedAt', 'ASC')
      .addOrderBy('message.id', 'ASC')
      .limit(limit + 1);
    if (after !== undefined) {
      query.andWhere(
        '(message.receivedAt > :at OR (message.receivedAt = :at AND message.id > :id))',
        decodeCursor(after),
      );
    }
    if (overdue !== undefined) {
      const isOverdue = `message.status = 'waiting' AND message.reviewDueAt < :now`;
      query.andWhere(overdue ? isOverdue : `NOT (${isOverdue})`, { now });
    }
    const found = await query.getMany();
    const shown = found.slice(0, limit);
    const ownerOf = await this.#owners.ownerOf();
    const last = shown.at(-1);
    return omitUndefined({
      items: shown.map((message) => quarantineItemResponse(message, ownerOf(message.source), now)),
      next: last && found.length > limit ? encodeCursor({ at: last.receivedAt, id: last.id }) : undefined,
    });
  }

  async get(id: string, now: Date): Promise<QuarantinedMessageResponse> {
    const message = await this.#find(id);
    const { headers, body } = message;
    const ownerOf = await this.#owners.ownerOf();
    const item = quarantineItemResponse(message, ownerOf(message.source), now);
    return { ...item, headers, ...(body && { body: body.toString('utf8') }) };
  }

  async getItem(id: string, now: Date): Promise<QuarantineItemResponse> {
    const message = await this.#find(id);
    const ownerOf = await this.#owners.ownerOf();
    return quarantineItemResponse(message, ownerOf(message.source), now);
  }

  async #find(id: string): Promise<QuarantinedMessageEntity> {
    const message = await this.#database.manager.findOneBy(QuarantinedMessageEntity, { id });
    if (!message) throw messageNotFound();
    return message;
  }

  /** All columns except the large ones: a page of whole messages could take 200 MB. */
  #listColumns(): string[] {
    const { columns } = this.#database.getMetadata(QuarantinedMessageEntity);
    const names = columns.map(({ propertyName }) => propertyName);
    return names.filter((name) => name !== 'body' && name !== 'headers').map((name) => `message.${name}`);
  }
}

export const messageNotFound = () =>
  problems.notFound('There is no quarantined message with this id. GET /quarantine lists all of them.');
