import { PgPool, problems } from '@baton/service';
import type { Problem } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { leadNotFound } from './leads.query.ts';
import type { TextRequest } from './leads.request.ts';

/** Stores what people write about a lead. */
@Injectable()
export class LeadTexts {
  readonly #pool: PgPool;

  constructor(pool: PgPool) {
    this.#pool = pool;
  }

  /** Saving again under the same id replaces the text. */
  async save(leadId: string, textId: string, { kind, text, authorId }: TextRequest, at: Date): Promise<void> {
    // Locking the lead's row keeps a text from being stored while the person is being erased.
    const { rows } = await this.#pool.query<{ found: boolean; saved: boolean }>(
      `WITH lead AS (
         SELECT erased_at FROM intake.lead WHERE id = $1 FOR SHARE
       ), saved AS (
         INSERT INTO intake.lead_text (lead_id, text_id, kind, text, author_id, written_at)
         SELECT $1, $2, $3, $4, $5, $6 FROM lead WHERE erased_at IS NULL
         ON CONFLICT (lead_id, text_id) DO UPDATE SET kind = EXCLUDED.kind, text = EXCLUDED.text
         RETURNING 1
       )
       SELECT EXISTS (SELECT FROM lead) AS found, EXISTS (SELECT FROM saved) AS saved`,
      [leadId, textId, kind, text, authorId, at],
    );
    if (rows[0]?.saved) return;
    throw rows[0]?.found ? personErased('so no text can be stored. Continue without the text') : leadNotFound();
  }
}

export const personErased = (consequence: string): Problem =>
  problems.notFound(`The person of this lead has been erased, ${consequence}.`, { type: 'person-erased' });
