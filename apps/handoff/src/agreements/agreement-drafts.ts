import { diffInWords } from '@baton/domain';
import type { Agreement, Language, WordedChange } from '@baton/domain';
import { Problem, problems } from '@baton/service';
import type { Caller } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { DataSource, IsNull, Not } from 'typeorm';
import type { EntityManager, FindOptionsSelect } from 'typeorm';
import { AgreementDraft } from './agreement-draft.entity.ts';
import type { CheckedDraft } from './agreement-draft.entity.ts';
import { AgreementStore } from './agreement-store.ts';
import { soundAgreement, unsound } from './agreement-text.ts';
import type { SentText } from './agreement-text.ts';
import { AgreementWarnings } from './agreement-warnings.ts';
import { PublishAgreement } from './publish-agreement.ts';
import type { Publication, WithWarnings } from './publish-agreement.ts';
import { readAgreement } from './read-agreement.ts';

/** A list shows what drafts are about; text and document come with the draft itself. */
const summary: FindOptionsSelect<AgreementDraft> = {
  draftId: true,
  title: true,
  problems: true,
  basedOn: true,
  revision: true,
  createdAt: true,
  createdBy: true,
  updatedAt: true,
  updatedBy: true,
  publishedAs: true,
};

/** Agreements in the making. Each change names the revision that it was made to. */
@Injectable()
export class AgreementDrafts {
  readonly #dataSource: DataSource;
  readonly #store: AgreementStore;
  readonly #publishAgreement: PublishAgreement;
  readonly #warnings: AgreementWarnings;

  constructor(
    @InjectDataSource() dataSource: DataSource,
    store: AgreementStore,
    publishAgreement: PublishAgreement,
    warnings: AgreementWarnings,
  ) {
    this.#dataSource = dataSource;
    this.#store = store;
    this.#publishAgreement = publishAgreement;
    this.#warnings = warnings;
  }

  async list(isPublished: boolean, limit: number, offset: number): Promise<{ total: number; drafts: object[] }> {
    const [drafts, total] = await this.#dataSource.getRepository(AgreementDraft).findAndCount({
      select: summary,
      where: { publishedAs: isPublished ? Not(IsNull()) : IsNull() },
      order: { updatedAt: 'DESC', draftId: 'ASC' },
      take: limit,
      skip: offset,
    });
    return { total, drafts };
  }

  async one(draftId: string): Promise<CheckedDraft> {
    return this.#checked(await find(this.#dataSource.manager, draftId));
  }

  async create(sent: SentText, caller: Caller): Promise<CheckedDraft> {
    if (sent.basedOn !== undefined) await this.#assertPublished(sent.basedOn);
    const now = new Date();
    const content = whatStandsIn(sent, 'Untitled');
    const draft = await this.#dataSource.getRepository(AgreementDraft).save({
      draftId: randomUUID(),
      ...content,
      basedOn: sent.basedOn ?? (await this.#inPlaceOf(content)),
      revision: 1,
      createdAt: now,
      createdBy: caller.id,
      updatedAt: now,
      updatedBy: caller.id,
      publishedAs: null,
    });
    return this.#checked(draft);
  }

  async replace(draftId: string, revision: number, sent: SentText, caller: Caller): Promise<CheckedDraft> {
    if (sent.basedOn !== undefined) await this.#assertPublished(sent.basedOn);
    const replaced = await this.#dataSource.transaction(async (manager) => {
      const draft = await findOpen(manager, draftId, revision);
      const content = whatStandsIn(sent, draft.title);
      return manager.save(AgreementDraft, {
        ...draft,
        ...content,
        basedOn: sent.basedOn ?? draft.basedOn ?? (await this.#inPlaceOf(content)),
        revision: draft.revision + 1,
        updatedAt: new Date(),
        updatedBy: caller.id,
      });
    });
    return this.#checked(replaced);
  }

  async remove(draftId: string, revision: number): Promise<void> {
    await this.#dataSource.transaction(async (manager) => {
      await findOpen(manager, draftId, revision);
      await manager.delete(AgreementDraft, { draftId });
    });
  }

  /** Publishes what was seen: the revision that is named, and only without problems. */
  async publish(
    draftId: string,
    revision: number,
    told: Pick<Publication, 'comment' | 'inPlaceOf' | 'language'>,
    caller: Caller,
  ): Promise<WithWarnings> {
    const { published, text } = await this.#dataSource.transaction(async (manager) => {
      const { text, basedOn } = await findOpen(manager, draftId, revision);
      const published = await this.#publishAgreement.publish(manager, {
        agreement: soundAgreement(text),
        text,
        by: caller.id,
        ...told,
        ...(basedOn !== null && { basedOn }),
        draftId,
      });
      await manager.update(AgreementDraft, { draftId }, { publishedAs: published.version });
      return { published, text };
    });
    return { ...published, warnings: await this.#warnings.of(text, published.agreement) };
  }

  /** What publishing it now would change, whatever it was made from. */
  async diff(draftId: string, language: Language): Promise<{ from: number; changes: WordedChange[] }> {
    const { document, problems: found } = await this.one(draftId);
    if (!document) throw unsound(found);
    const from = (await this.#store.inPlaceOf(document)) ?? 1;
    return { from, changes: diffInWords(await this.#store.version(from), document, language) };
  }

  /** Whoever does not say what they started from has seen what holds now; of a text that cannot be read nobody knows. */
  async #inPlaceOf({ document }: Content): Promise<number | null> {
    return (document && (await this.#store.inPlaceOf(document))) ?? null;
  }

  async #checked(draft: AgreementDraft): Promise<CheckedDraft> {
    const { text, document } = draft;
    return { ...draft, warnings: document ? await this.#warnings.of(text, document) : [] };
  }

  async #assertPublished(version: number): Promise<void> {
    if (await this.#store.published(version)) return;
    throw problems.unprocessable(`There is no agreement version ${version} that it could be based on.`);
  }
}

type Content = Pick<AgreementDraft, 'title' | 'text' | 'problems'> & { document: Agreement | null };

function whatStandsIn({ text, title }: SentText, otherwise: string): Content {
  const read = readAgreement(text);
  return {
    title: title ?? read.title ?? otherwise,
    text,
    document: read.agreement ?? null,
    problems: read.problems,
  };
}

async function find(manager: EntityManager, draftId: string, toChange = false): Promise<AgreementDraft> {
  const draft = await manager.findOne(AgreementDraft, {
    where: { draftId },
    ...(toChange && { lock: { mode: 'pessimistic_write' as const } }),
  });
  if (!draft) throw problems.notFound(`There is no draft ${draftId}.`);
  return draft;
}

/** The draft, locked until the transaction ends, if it is still what the caller has seen. */
async function findOpen(manager: EntityManager, draftId: string, revision: number): Promise<AgreementDraft> {
  const draft = await find(manager, draftId, true);
  if (draft.publishedAs !== null) {
    throw problems.conflict(`The draft was published as version ${draft.publishedAs}. Write a new one.`, {
      type: 'draft-published',
      version: draft.publishedAs,
    });
  }
  if (draft.revision === revision) return draft;
  throw new Problem({
    status: 412,
    type: 'draft-changed',
    title: 'The draft has changed',
    detail: `${draft.updatedBy} has changed the draft since revision ${revision}; it is at ${draft.revision}. Read it, and decide again.`,
    revision: draft.revision,
  });
}
