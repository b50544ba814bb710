import { PgPool, problems } from '@baton/service';
import type { Problem } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import { leadNotFound } from './leads.query.ts';
import type { TextRequest } from './leads.request.ts';

/** Keeps what people write about a lead. */
@Injectable()
export class LeadTexts {
  readonly #pool: PgPool;

  constructor(@Inject(PgPool) pool: PgPool) {
    this.#pool = pool;
  }

  /** The same id again replaces the text. */
  async save(leadId: string, textId: string, { kind, text, authorId }: TextRequest, at: Date): Promise<void> {
    // The lead's row is locked, so that no text slips in beside an erasure.
    const { rows } = await this.#pool.query<{ known: boolean; kept: boolean }>(
      `WITH lead AS (
         SELECT erased_at FROM intake.lead WHERE id = $1 FOR SHARE
       ), kept AS (
         INSERT INTO intake.lead_text (lead_id, text_id, kind, text, author_id, written_at)
         SELECT $1, $2, $3, $4, $5, $6 FROM lead WHERE erased_at IS NULL
         ON CONFLICT (lead_id, text_id) DO UPDATE SET kind = EXCLUDED.kind, text = EXCLUDED.text
         RETURNING 1
       )
       SELECT EXISTS (SELECT FROM lead) AS known, EXISTS (SELECT FROM kept) AS kept`,
      [leadId, textId, kind, text, authorId, at],
    );
    if (rows[0]?.kept) return;
    throw rows[0]?.known ? personErased() : leadNotFound();
  }
}

const personErased = (): Problem =>
  problems.notFound('The person has been erased, and nothing may be written about them any more. Go on without text.', {
    type: 'person-erased',
  });
