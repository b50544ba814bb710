import type { Agreement } from '@baton/domain';
import { databaseTime } from '@baton/messaging';
import { Problem, problems } from '@baton/service';
import type { Caller } from '@baton/service';
import { describeDiff } from '@baton/wording';
import type { DescribedChange, Language } from '@baton/wording';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { DataSource, IsNull, Not } from 'typeorm';
import type { EntityManager, FindOptionsSelect } from 'typeorm';
import { assertValidAgreement, invalidAgreement } from './agreement-body.ts';
import type { SubmittedText } from './agreement-body.ts';
import { AgreementDraft } from './agreement-draft.entity.ts';
import type { DraftWithWarnings } from './agreement-draft.entity.ts';
import { AgreementStore } from './agreement-store.ts';
import { AgreementWarnings } from './agreement-warnings.ts';
import { parseAgreement } from './parse-agreement.ts';
import { PublishAgreement } from './publish-agreement.ts';
import type { Publication, PublishedWithWarnings } from './publish-agreement.ts';

/** Lists leave out the text and the document. */
const summaryColumns: FindOptionsSelect<AgreementDraft> = {
  draftId: true,
  title: true,
  problems: true,
  basedOnVersion: true,
  revision: true,
  createdAt: true,
  createdBy: true,
  updatedAt: true,
  updatedBy: true,
  publishedVersion: true,
};

/** Drafts of agreements. Every change names the revision that it replaces. */
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
      select: summaryColumns,
      where: { publishedVersion: isPublished ? Not(IsNull()) : IsNull() },
      order: { updatedAt: 'DESC', draftId: 'ASC' },
      take: limit,
      skip: offset,
    });
    return { total, drafts };
  }

  async get(draftId: string): Promise<DraftWithWarnings> {
    return this.#withWarnings(await findDraft(this.#dataSource.manager, draftId));
  }

  async create(submitted: SubmittedText, caller: Caller): Promise<DraftWithWarnings> {
    if (submitted.basedOnVersion !== undefined) await this.#assertPublished(submitted.basedOnVersion);
    const now = new Date(await databaseTime(this.#dataSource));
    const content = contentOf(submitted, 'Untitled');
    const draft = await this.#dataSource.getRepository(AgreementDraft).save({
      draftId: randomUUID(),
      ...content,
      basedOnVersion: submitted.basedOnVersion ?? (await this.#currentVersionFor(content)),
      revision: 1,
      createdAt: now,
      createdBy: caller.id,
      updatedAt: now,
      updatedBy: caller.id,
      publishedVersion: null,
    });
    return this.#withWarnings(draft);
  }

  async replace(
    draftId: string,
    revision: number,
    submitted: SubmittedText,
    caller: Caller,
  ): Promise<DraftWithWarnings> {
    if (submitted.basedOnVersion !== undefined) await this.#assertPublished(submitted.basedOnVersion);
    const replaced = await this.#dataSource.transaction(async (manager) => {
      const draft = await lockOpenDraft(manager, draftId, revision);
      const content = contentOf(submitted, draft.title);
      return manager.save(AgreementDraft, {
        ...draft,
        ...content,
        basedOnVersion: submitted.basedOnVersion ?? draft.basedOnVersion ?? (await this.#currentVersionFor(content)),
        revision: draft.revision + 1,
        updatedAt: new Date(await databaseTime(manager)),
        updatedBy: caller.id,
      });
    });
    return this.#withWarnings(replaced);
  }

  async remove(draftId: string, revision: number): Promise<void> {
    await this.#dataSource.transaction(async (manager) => {
      await lockOpenDraft(manager, draftId, revision);
      await manager.delete(AgreementDraft, { draftId });
    });
  }

  /** Publishes exactly the revision that the caller has read. */
  async publish(
    draftId: string,
    revision: number,
    options: Pick<Publication, 'comment' | 'supersedes' | 'language'>,
    caller: Caller,
  ): Promise<PublishedWithWarnings> {
    const { published, text } = await this.#dataSource.transaction(async (manager) => {
      const { text, basedOnVersion } = await lockOpenDraft(manager, draftId, revision);
      const published = await this.#publishAgreement.publish(manager, {
        agreement: assertValidAgreement(text),
        text,
        publishedBy: caller.id,
        ...options,
        ...(basedOnVersion !== null && { basedOnVersion }),
        draftId,
      });
      await manager.update(AgreementDraft, { draftId }, { publishedVersion: published.version });
      return { published, text };
    });
    return { ...published, warnings: await this.#warnings.of(text, published.agreement) };
  }

  /** What publishing the draft now would change, whichever version it is based on. */
  async diff(draftId: string, language: Language): Promise<{ from: number; changes: DescribedChange[] }> {
    const { document, problems: errors } = await this.get(draftId);
    if (!document) throw invalidAgreement(errors);
    const from = (await this.#store.currentVersionFor(document)) ?? 1;
    return { from, changes: describeDiff(await this.#store.document(from), document, language) };
  }

  /** The base of a draft that does not name one: the current version for its sources, or null if it cannot be parsed. */
  async #currentVersionFor({ document }: Content): Promise<number | null> {
    return (document && (await this.#store.currentVersionFor(document))) ?? null;
  }

  async #withWarnings(draft: AgreementDraft): Promise<DraftWithWarnings> {
    const { text, document } = draft;
    return { ...draft, warnings: document ? await this.#warnings.of(text, document) : [] };
  }

  async #assertPublished(version: number): Promise<void> {
    if (await this.#store.find(version)) return;
    throw problems.unprocessable(`basedOnVersion is ${version}, but there is no such agreement version.`);
  }
}

type Content = Pick<AgreementDraft, 'title' | 'text' | 'problems'> & { document: Agreement | null };

function contentOf({ text, title }: SubmittedText, defaultTitle: string): Content {
  const parsed = parseAgreement(text);
  return {
    title: title ?? parsed.title ?? defaultTitle,
    text,
    document: parsed.agreement ?? null,
    problems: parsed.problems,
  };
}

async function findDraft(manager: EntityManager, draftId: string, forUpdate = false): Promise<AgreementDraft> {
  const draft = await manager.findOne(AgreementDraft, {
    where: { draftId },
    ...(forUpdate && { lock: { mode: 'pessimistic_write' as const } }),
  });
  if (!draft) throw problems.notFound(`There is no draft ${draftId}.`);
  return draft;
}

/** Locks the draft until the transaction ends. @throws Problem if it is published or is no longer at this revision. */
async function lockOpenDraft(manager: EntityManager, draftId: string, revision: number): Promise<AgreementDraft> {
  const draft = await findDraft(manager, draftId, true);
  if (draft.publishedVersion !== null) {
    throw problems.conflict(`The draft was published as version ${draft.publishedVersion}. Create a new draft.`, {
      type: 'draft-published',
      version: draft.publishedVersion,
    });
  }
  if (draft.revision === revision) return draft;
  throw new Problem({
    status: 412,
    type: 'draft-changed',
    title: 'The draft has changed',
    detail: `${draft.updatedBy} changed the draft after revision ${revision}; it is now at revision ${draft.revision}. Read it and try again.`,
    revision: draft.revision,
  });
}
