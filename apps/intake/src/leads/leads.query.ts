import { mayReadRecord, noRelation } from '@baton/domain';
import { problems } from '@baton/service';
import type { Caller } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { signalOfSubject } from '../capture/given-texts.ts';
import type { GivenTextKind } from '../capture/given-texts.ts';
import { omitUndefined } from '../parsing/omit-undefined.ts';
import { leadStatusResponse } from '../lead-status/lead-status.response.ts';
import { LeadStatusEntity } from '../lead-status/lead-status.entity.ts';
import { LeadKeyEntity } from './lead-key.entity.ts';
import type { LeadListRequest } from './leads.request.ts';
import type { LeadListResponse, LeadResponse, LikelyDuplicateResponse, PersonResponse } from './leads.response.ts';
import { LeadEntity } from './lead.entity.ts';
import { LeadRemarkEntity } from './lead-remark.entity.ts';
import { LikelyDuplicateEntity } from './likely-duplicate.entity.ts';
import { decodeCursor, encodeCursor } from '../paging/cursor.ts';
import type { Cursor } from '../paging/cursor.ts';
import { PersonEntity } from './person.entity.ts';
import { LeadTextEntity, writtenTextKinds } from './lead-text.entity.ts';
import type { TextKind } from './lead-text.entity.ts';

@Injectable()
export class LeadsQuery {
  readonly #database: DataSource;

  constructor(database: DataSource) {
    this.#database = database;
  }

  /** @throws Problem 404 when the lead is unknown, or the caller may not read it. */
  async get(leadId: string, caller: Caller): Promise<LeadResponse> {
    const { manager } = this.#database;
    const lead = await manager.findOneBy(LeadEntity, { id: leadId });
    const leadStatus = await manager.findOneBy(LeadStatusEntity, { leadId });
    if (!lead || !mayReadRecord(caller, leadStatus ?? noRelation)) throw leadNotFound();
    const [person, keys, texts, remarks, likelyDuplicates] = await Promise.all([
      manager.findOneBy(PersonEntity, { leadId }),
      manager.findBy(LeadKeyEntity, { leadId }),
      manager.find(LeadTextEntity, { where: { leadId }, order: { writtenAt: 'ASC', textId: 'ASC' } }),
      manager.find(LeadRemarkEntity, { where: { leadId }, order: { signalId: 'ASC', field: 'ASC', code: 'ASC' } }),
      this.#likelyDuplicatesOf([leadId]),
    ]);
    return omitUndefined({
      leadId,
      receivedAt: lead.firstReceivedAt.toISOString(),
      erasedAt: lead.erasedAt?.toISOString(),
      person: person ? personResponse(person, keys) : undefined,
      attributes: lead.snapshot,
      ...textResponses(texts),
      remarks: remarks.map(({ leadId: _, ...remark }) => remark),
      likelyDuplicates: likelyDuplicates.get(leadId) ?? [],
      leadStatus: leadStatusResponse(leadStatus),
    });
  }

  /** Newest first. */
  async list({ source, limit, after }: LeadListRequest): Promise<LeadListResponse> {
    const leads = await this.#page(source, limit + 1, after === undefined ? undefined : decodeCursor(after));
    const shown = leads.slice(0, limit);
    const leadIds = shown.map(({ id }) => id);
    const leadId = In(leadIds);
    const [persons, leadStatuses, likelyDuplicates] = await Promise.all([
      this.#database.manager.findBy(PersonEntity, { leadId }),
      this.#database.manager.findBy(LeadStatusEntity, { leadId }),
      this.#likelyDuplicatesOf(leadIds),
    ]);
    const personOf = new Map(persons.map((person) => [person.leadId, person]));
    const statusOf = new Map(leadStatuses.map((leadStatus) => [leadStatus.leadId, leadStatus]));
    const last = shown.at(-1);
    return omitUndefined({
      items: shown.map((lead) =>
        omitUndefined({
          leadId: lead.id,
          receivedAt: lead.firstReceivedAt.toISOString(),
          name: personOf.get(lead.id)?.name ?? undefined,
          source: lead.source,
          channel: lead.snapshot.channel,
          signals: lead.snapshot.signals.length,
          likelyDuplicates: likelyDuplicates.get(lead.id) ?? [],
          leadStatus: leadStatusResponse(statusOf.get(lead.id)),
        }),
      ),
      next: last && leads.length > limit ? encodeCursor({ at: last.firstReceivedAt, id: last.id }) : undefined,
    });
  }

  /** By lead id. A pair belongs to both of its leads. */
  async #likelyDuplicatesOf(leadIds: string[]): Promise<Map<string, LikelyDuplicateResponse[]>> {
    const pairs = await this.#database.manager.find(LikelyDuplicateEntity, {
      where: [{ leadId: In(leadIds) }, { otherLeadId: In(leadIds) }],
      order: { foundAt: 'ASC', leadId: 'ASC', otherLeadId: 'ASC' },
    });
    const found = new Map(leadIds.map((leadId): [string, LikelyDuplicateResponse[]] => [leadId, []]));
    for (const { leadId, otherLeadId, reason, foundAt } of pairs) {
      found.get(leadId)?.push({ leadId: otherLeadId, reason, foundAt: foundAt.toISOString() });
      found.get(otherLeadId)?.push({ leadId, reason, foundAt: foundAt.toISOString() });
    }
    return found;
  }

  #page(source: string | undefined, limit: number, after: Cursor | undefined): Promise<LeadEntity[]> {
    const query = this.#database
      .createQueryBuilder(LeadEntity, 'lead')
      .orderBy('lead.firstReceivedAt', 'DESC')
      .addOrderBy('lead.id', 'ASC')
      .limit(limit);
    if (source !== undefined) query.andWhere('lead.source = :source', { source });
    if (after) {
      // Intake stores times from JavaScript dates, so comparing in whole milliseconds skips no row.
      query.andWhere('(lead.firstReceivedAt < :at OR (lead.firstReceivedAt = :at AND lead.id > :id))', after);
    }
    return query.getMany();
  }
}

export const leadNotFound = () => problems.notFound('There is no lead with this id, or you may not read it.');

const textKinds: readonly string[] = ['message', ...writtenTextKinds] satisfies TextKind[];

function textResponses(
  texts: readonly LeadTextEntity[],
): Pick<LeadResponse, 'texts' | 'subjects' | 'pains' | 'interests'> {
  const ofKind = (wanted: GivenTextKind): LeadTextEntity[] => texts.filter(({ kind }) => kind === wanted);
  const isShownAsText = (kind: string): kind is TextKind => textKinds.includes(kind);
  return {
    texts: texts.flatMap(({ textId, kind, text, authorId, writtenAt }) =>
      isShownAsText(kind) ? [{ textId, kind, text, authorId, writtenAt: writtenAt.toISOString() }] : [],
    ),
    subjects: ofKind('subject').map(({ textId, text }) => ({ signalId: signalOfSubject(textId), subject: text })),
    pains: ofKind('pain').map(({ text }) => text),
    interests: ofKind('interest').map(({ text }) => text),
  };
}

function personResponse(person: PersonEntity, keys: LeadKeyEntity[]): PersonResponse {
  const valuesOf = (kind: LeadKeyEntity['kind']): string[] =>
    keys.filter((key) => key.kind === kind).map(({ value }) => value);
  return omitUndefined({
    name: person.name ?? undefined,
    phone: person.phone ?? undefined,
    email: person.email ?? undefined,
    companyName: person.companyName ?? undefined,
    phones: valuesOf('phone'),
    emails: valuesOf('email'),
  });
}
