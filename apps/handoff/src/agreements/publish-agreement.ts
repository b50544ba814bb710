import { diffInWords } from '@baton/domain';
import type { Agreement, Language, PublishedAgreement, WordedChange } from '@baton/domain';
import { Outbox, problems } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { agreementMessage } from './agreement-message.ts';
import { AgreementStore } from './agreement-store.ts';
import type { TextProblem } from './read-agreement.ts';

/** So many changes stand in the sentence of a refusal; all of them stand beside it. */
const NAMED = 5;

/** What is published, and what is told of it. */
export interface Publication {
  agreement: Agreement;
  /** As it was written, if people wrote it. */
  text?: string;
  by: string;
  comment?: string;
  /** The version that it was made from; without it, the version whose place it takes. */
  basedOn?: number;
  /** The version whose place it takes, as whoever publishes has seen it: what was changed since `basedOn` may be undone. */
  inPlaceOf?: number;
  /** For what would be undone; English, unless told. */
  language?: Language;
  rolledBackTo?: number;
  draftId?: string;
}

/** What is answered: the version, and what in it does not hold in this Baton now. */
export type WithWarnings = PublishedAgreement & { warnings: TextProblem[] };

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
    const { agreement, text, by, comment, rolledBackTo, draftId } = publication;
    await manager.query('LOCK TABLE handoff.agreement IN EXCLUSIVE MODE');
    const [{ next }] = await manager.query<[{ next: number }]>(
      'SELECT coalesce(max(version), 0) + 1 AS next FROM handoff.agreement',
    );
    const madeFrom = publication.basedOn;
    if (madeFrom !== undefined && madeFrom >= next) {
      throw problems.unprocessable(`There is no agreement version ${madeFrom} that it could be based on.`);
    }
    const inPlaceOf = await this.#store.inPlaceOf(agreement, manager);
    const isOutdated = madeFrom !== undefined && inPlaceOf !== undefined && madeFrom < inPlaceOf;
    if (isOutdated && publication.inPlaceOf !== inPlaceOf) {
      await this.#refuseToUndo(manager, publication, { madeFrom, inPlaceOf });
    }
    // The difference to what it is based on is what its publication changed, also where others published in between.
    const basedOn = isOutdated ? inPlaceOf : (madeFrom ?? inPlaceOf);
    const published: PublishedAgreement = {
      version: next,
      publishedAt: new Date().toISOString(),
      publishedBy: by,
      ...(comment !== undefined && { comment }),
      ...(basedOn !== undefined && { basedOn }),
      ...(rolledBackTo !== undefined && { rolledBackTo }),
      ...(draftId !== undefined && { draftId }),
      agreement,
    };
    await manager.query(
      `INSERT INTO handoff.agreement
         (version, published_at, published_by, comment, based_on, rolled_back_to, draft_id, text, document)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [next, published.publishedAt, by, comment, basedOn, rolledBackTo, draftId, text, JSON.stringify(agreement)],
    );
    await this.#outbox.append(manager, [agreementMessage(published)]);
    return published;
  }

  async #refuseToUndo(
    manager: EntityManager,
    { agreement, language = 'en' }: Publication,
    { madeFrom, inPlaceOf }: { madeFrom: number; inPlaceOf: number },
  ): Promise<void> {
    const [from, current] = [
      await this.#store.version(madeFrom, manager),
      await this.#store.version(inPlaceOf, manager),
    ];
    const undone = undoneBy(agreement, { from, current }, language);
    if (undone.length === 0) return;
    const others = undone.length > NAMED ? `; and ${undone.length - NAMED} more, see undone` : '';
    const named = undone.slice(0, NAMED).map(({ words }) => words);
    throw problems.conflict(
      `Version ${inPlaceOf} was published after version ${madeFrom}, which this is based on, and would be undone in part: ${named.join('; ')}${others}. Take over what is to stay and name basedOn ${inPlaceOf}; or publish with inPlaceOf ${inPlaceOf}, and it is undone.`,
      { type: 'undoes-changes', title: 'It would undo what others have changed', inPlaceOf, undone },
    );
  }
}

/** What publishing the agreement would change beside what its own author has changed. */
function undoneBy(
  agreement: Agreement,
  { from, current }: { from: Agreement; current: Agreement },
  language: Language,
): WordedChange[] {
  const meant = new Set(diffInWords(from, agreement, language).map(({ words }) => words));
  return diffInWords(current, agreement, language).filter(({ words }) => !meant.has(words));
}
