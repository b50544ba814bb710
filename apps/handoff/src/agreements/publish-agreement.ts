import type { Agreement, PublishedAgreement } from '@baton/domain';
import { Outbox, problems } from '@baton/service';
import { describeDiff } from '@baton/wording';
import type { DescribedChange, Language } from '@baton/wording';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { agreementMessage } from './agreement-message.ts';
import { AgreementStore } from './agreement-store.ts';
import type { TextProblem } from './parse-agreement.ts';

/** So many changes stand in the sentence of a refusal; all of them stand beside it. */
const MOST_LISTED_CHANGES = 5;

/** What is published, and what is told of it. */
export interface Publication {
  agreement: Agreement;
  /** As it was written, if people wrote it. */
  text?: string;
  publishedBy: string;
  comment?: string;
  /** The version that it was made from; without it, the version whose place it takes. */
  basedOnVersion?: number;
  /** The version whose place it takes, as whoever publishes has seen it: what was changed since `basedOnVersion` may be undone. */
  supersedes?: number;
  /** For what would be undone; English, unless told. */
  language?: Language;
  rolledBackToVersion?: number;
  draftId?: string;
}

/** What is answered: the version, and what in it does not hold in this Baton now. */
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
   * Gives it the next version, in the caller's transaction.
   * @throws Problem 409 where it would undo what was published since the version that it was made from.
   */
  async publish(manager: EntityManager, publication: Publication): Promise<PublishedAgreement> {
    const { agreement, text, publishedBy: by, comment, rolledBackToVersion, draftId } = publication;
    await manager.query('LOCK TABLE handoff.agreement IN EXCLUSIVE MODE');
    const [{ next }] = await manager.query<[{ next: number }]>(
      'SELECT coalesce(max(version), 0) + 1 AS next FROM handoff.agreement',
    );
    const { basedOnVersion } = publication;
    if (basedOnVersion !== undefined && basedOnVersion >= next) {
      throw problems.unprocessable(`There is no agreement version ${basedOnVersion} that it could be based on.`);
    }
    const current = await this.#store.currentVersionFor(agreement, manager);
    const isOutdated = basedOnVersion !== undefined && current !== undefined && basedOnVersion < current;
    if (isOutdated && publication.supersedes !== current) {
      await this.#assertUndoesNothing(manager, publication, { madeFrom: basedOnVersion, supersedes: current });
    }
    // The difference to what it is based on is what its publication changed, also where others published in between.
    const recordedBase = isOutdated ? current : (basedOnVersion ?? current);
    const published: PublishedAgreement = {
      version: next,
      publishedAt: new Date().toISOString(),
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
    { madeFrom, supersedes }: { madeFrom: number; supersedes: number },
  ): Promise<void> {
    const [from, current] = [
      await this.#store.document(madeFrom, manager),
      await this.#store.document(supersedes, manager),
    ];
    const undone = undoneBy(agreement, { from, current }, language);
    if (undone.length === 0) return;
    const others =
      undone.length > MOST_LISTED_CHANGES ? `; and ${undone.length - MOST_LISTED_CHANGES} more, see undone` : '';
    const named = undone.slice(0, MOST_LISTED_CHANGES).map(({ description }) => description);
    throw problems.conflict(
      `Version ${supersedes} was published after version ${madeFrom}, which this is based on, and would be undone in part: ${named.join('; ')}${others}. Take over what is to stay and name basedOnVersion ${supersedes}; or publish with supersedes ${supersedes}, and it is undone.`,
      { type: 'undoes-changes', title: 'It would undo what others have changed', supersedes, undone },
    );
  }
}

/** What publishing the agreement would change beside what its own author has changed. */
function undoneBy(
  agreement: Agreement,
  { from, current }: { from: Agreement; current: Agreement },
  language: Language,
): DescribedChange[] {
  const intended = new Set(describeDiff(from, agreement, language).map(({ description }) => description));
  return describeDiff(current, agreement, language).filter(({ description }) => !intended.has(description));
}
