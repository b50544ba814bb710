import { problems } from '@baton/service';
import type { Caller } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { present } from '../reading/present.ts';
import { describeWhereabouts } from '../whereabouts/describe.ts';
import { WhereaboutsEntity } from '../whereabouts/whereabouts.entity.ts';
import { LeadKeyEntity } from './lead-key.entity.ts';
import type { LeadList, LeadView, PersonView } from './lead-view.ts';
import { LeadEntity } from './lead.entity.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { PersonEntity } from './person.entity.ts';
import { maySee } from './rights.ts';
import { TextEntity } from './text.entity.ts';

/** Leads with their persons, for those who may see them. */
@Injectable()
export class LookUp {
  readonly #database: DataSource;

  constructor(@Inject(DataSource) database: DataSource) {
    this.#database = database;
  }

  async one(leadId: string, caller: Caller): Promise<LeadView> {
    const { manager } = this.#database;
    const lead = await manager.findOneBy(LeadEntity, { id: leadId });
    if (!lead) throw noSuchLead();
    const whereabouts = await manager.findOneBy(WhereaboutsEntity, { leadId });
    if (!maySee(caller, whereabouts?.handoff ?? null)) {
      throw problems.forbidden('This lead belongs to somebody else. Its owner and team lead may see it.');
    }
    const [person, keys, texts] = await Promise.all([
      manager.findOneBy(PersonEntity, { leadId }),
      manager.findBy(LeadKeyEntity, { leadId }),
      manager.find(TextEntity, { where: { leadId }, order: { writtenAt: 'ASC', textId: 'ASC' } }),
    ]);
    return present({
      leadId,
      receivedAt: lead.firstReceivedAt.toISOString(),
      erasedAt: lead.erasedAt?.toISOString(),
      person: person ? personView(person, keys) : undefined,
      attributes: lead.snapshot,
      texts: texts.map(({ textId, kind, text, authorId, writtenAt }) => ({
        textId,
        kind,
        text,
        authorId,
        writtenAt: writtenAt.toISOString(),
      })),
      whereabouts: describeWhereabouts(whereabouts),
    });
  }

  /** Newest first. */
  async list(options: { source?: string | undefined; limit: number; after?: string | undefined }): Promise<LeadList> {
    const { source, limit } = options;
    const leads = await this.#page(
      source,
      limit + 1,
      options.after === undefined ? undefined : readCursor(options.after),
    );
    const shown = leads.slice(0, limit);
    const leadId = In(shown.map(({ id }) => id));
    const [persons, whereabouts] = await Promise.all([
      this.#database.manager.findBy(PersonEntity, { leadId }),
      this.#database.manager.findBy(WhereaboutsEntity, { leadId }),
    ]);
    const personOf = new Map(persons.map((person) => [person.leadId, person]));
    const placeOf = new Map(whereabouts.map((place) => [place.leadId, place]));
    const last = shown.at(-1);
    return present({
      items: shown.map((lead) =>
        present({
          leadId: lead.id,
          receivedAt: lead.firstReceivedAt.toISOString(),
          name: personOf.get(lead.id)?.name ?? undefined,
          source: lead.source,
          channel: lead.snapshot.channel,
          signals: lead.snapshot.signals.length,
          whereabouts: describeWhereabouts(placeOf.get(lead.id)),
        }),
      ),
      next: last && leads.length > limit ? writeCursor({ at: last.firstReceivedAt, id: last.id }) : undefined,
    });
  }

  #page(source: string | undefined, limit: number, after: Cursor | undefined): Promise<LeadEntity[]> {
    const query = this.#database
      .createQueryBuilder(LeadEntity, 'lead')
      .orderBy('lead.firstReceivedAt', 'DESC')
      .addOrderBy('lead.id', 'ASC')
      .limit(limit);
    if (source !== undefined) query.andWhere('lead.source = :source', { source });
    if (after) {
      // Every moment is stored in whole milliseconds, as JavaScript knows it.
      query.andWhere('(lead.firstReceivedAt < :at OR (lead.firstReceivedAt = :at AND lead.id > :id))', after);
    }
    return query.getMany();
  }
}

export const noSuchLead = () => problems.notFound('There is no lead with this id.');

function personView(person: PersonEntity, keys: LeadKeyEntity[]): PersonView {
  const valuesOf = (kind: LeadKeyEntity['kind']): string[] =>
    keys.filter((key) => key.kind === kind).map(({ value }) => value);
  return present({
    name: person.name ?? undefined,
    phone: person.phone ?? undefined,
    email: person.email ?? undefined,
    companyName: person.companyName ?? undefined,
    phones: valuesOf('phone'),
    emails: valuesOf('email'),
  });
}
