import type { Agreement, PublishedAgreement } from '@baton/domain';
import { databaseTime } from '@baton/messaging';
import { Outbox, problems } from '@baton/service';
import { describeDiff } from '@baton/wording';
import type { DescribedChange, Language } from '@baton/wording';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { agreementMessage } from './agreement-message.ts';
import { AgreementStore } from './agreement-store.ts';
import type { TextProblem } from './parse-agreement.ts';

/** Changes named in the detail of a 409; its `undone` lists all of them. */
const MAX_LISTED_CHANGES = 5;

export interface Publication {
  agreement: Agreement;
  /** The text as sent; absent for the default agreement. */
  text?: string;
  publishedBy: string;
  comment?: string;
  /** The version that it is based on; by default the version that it replaces. */
  basedOnVersion?: number;
  /** The latest version that the author has read. Allows undoing what was published since `basedOnVersion`. */
  supersedes?: number;
  /** The language in which a conflict describes what would be undone; English by default. */
  language?: Language;
  rolledBackToVersion?: number;
  draftId?: string;
}

/** The response to a publication. */
export type PublishedWithWarnings = PublishedAgreement & { warnings: TextProblem[] };

@Injectable()
export class PublishAgreement {
  readonly #outbox: Outbox;
  readonly #store: AgreementStore;

  constructor(outbox: Outbox, store: AgreementStore) {
    this.#outbox = outbox;
    this.#store = store;
  }

  /**
   * Publishes the agreement as the next version, in the caller's transaction.
   * @throws Problem 409 if it would undo changes published since the version that it is based on.
   */
  async publish(manager: EntityManager, publication: Publication): Promise<PublishedAgreement> {
    const { agreement, text, publishedBy: by, comment, rolledBackToVersion, draftId } = publication;
    await manager.query('LOCK TABLE handoff.agreement IN EXCLUSIVE MODE');
    const [{ next }] = await manager.query<[{ next: number }]>(
      'SELECT coalesce(max(version), 0) + 1 AS next FROM handoff.agreement',
    );
    const { basedOnVersion } = publication;
    if (basedOnVersion !== undefined && basedOnVersion >= next) {
      throw problems.unprocessable(`basedOnVersion is ${basedOnVersion}, but there is no such agreement version.`);
    }
    const current = await this.#store.currentVersionFor(agreement, manager);
    const isOutdated = basedOnVersion !== undefined && current !== undefined && basedOnVersion < current;
    if (isOutdated && publication.supersedes !== current) {
      await this.#assertUndoesNothing(manager, publication, { basedOn: basedOnVersion, supersedes: current });
    }
    // Record the version in force as the base, so that the history shows what this publication changed.
    const recordedBase = isOutdated ? current : (basedOnVersion ?? current);
    const published: PublishedAgreement = {
      version: next,
      publishedAt: await databaseTime(manager),
      publishedBy: by,
      ...(comment !== undefined && { comment }),
      ...(recordedBase !== undefined && { basedOnVersion: recordedBase }),
      ...(rolledBackToVersion !== undefined && { rolledBackToVersion }),
      ...(draftId !== undefined && { draftId }),
      agreement,
    };
    await manager.query(
      `INSERT INTO handoff.agreement
         (version, published_at, published_by, comment, based_on, rolled_back_to, draft_id, text, document)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        next,
        published.publishedAt,
        by,
        comment,
        recordedBase,
        rolledBackToVersion,
        draftId,
        text,
        JSON.stringify(agreement),
      ],
    );
    await this.#outbox.append(manager, [agreementMessage(published)]);
    return published;
  }

  async #assertUndoesNothing(
    manager: EntityManager,
    { agreement, language = 'en' }: Publication,
    { basedOn, supersedes }: { basedOn: number; supersedes: number },
  ): Promise<void> {
    const [from, current] = [
      await this.#store.document(basedOn, manager),
      await this.#store.document(supersedes, manager),
    ];
    const undone = undoneBy(agreement, { from, current }, language);
    if (undone.length === 0) return;
    const others =
      undone.length > MAX_LISTED_CHANGES ? `; and ${undone.length - MAX_LISTED_CHANGES} more (see undone)` : '';
    const named = undone.slice(0, MAX_LISTED_CHANGES).map(({ description }) => description);
    throw problems.conflict(
      `Version ${supersedes} was published after version ${basedOn}, which this one is based on, and part of it would be undone: ${named.join('; ')}${others}. Merge its changes and set basedOnVersion to ${supersedes}, or undo them by setting supersedes to ${supersedes}.`,
      { type: 'undoes-changes', title: 'Publishing would undo other changes', supersedes, undone },
    );
  }
}

/** The changes that publishing the agreement would make in addition to those of its author. */
function undoneBy(
  agreement: Agreement,
  { from, current }: { from: Agreement; current: Agreement },
  language: Language,
): DescribedChange[] {
  const intended = new Set(describeDiff(from, agreement, language).map(({ description }) => description));
  return describeDiff(current, agreement, language).filter(({ description }) => !intended.has(description));
}
