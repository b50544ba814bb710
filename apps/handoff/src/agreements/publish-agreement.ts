import type { Agreement, PublishedAgreement } from '@baton/domain';
import { Outbox, problems } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { agreementMessage } from './agreement-message.ts';
import { AgreementStore } from './agreement-store.ts';
import type { TextProblem } from './read-agreement.ts';

/** What is published, and what is told of it. */
export interface Publication {
  agreement: Agreement;
  /** As it was written, if people wrote it. */
  text?: string;
  by: string;
  comment?: string;
  /** Without it, the version whose place it takes. */
  basedOn?: number;
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

  /** Gives it the next version, in the caller's transaction. */
  async publish(manager: EntityManager, publication: Publication): Promise<PublishedAgreement> {
    const { agreement, text, by, comment, rolledBackTo, draftId } = publication;
    await manager.query('LOCK TABLE handoff.agreement IN EXCLUSIVE MODE');
    const [{ next }] = await manager.query<[{ next: number }]>(
      'SELECT coalesce(max(version), 0) + 1 AS next FROM handoff.agreement',
    );
    const basedOn = publication.basedOn ?? (await this.#store.inPlaceOf(agreement, manager));
    if (basedOn !== undefined && basedOn >= next) {
      throw problems.unprocessable(`There is no agreement version ${basedOn} that it could be based on.`);
    }
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
}
