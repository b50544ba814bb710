import type { Agreement, PublishedAgreement } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { agreementYaml } from './agreement-yaml.ts';

/** A version as it is stored. */
interface AgreementRow {
  version: number;
  published_at: Date;
  published_by: string;
  comment: string | null;
  based_on: number | null;
  rolled_back_to: number | null;
  draft_id: string | null;
  document: Agreement;
}

const COLUMNS = 'version, published_at, published_by, comment, based_on, rolled_back_to, draft_id';

/** A version without its document. */
export type AgreementSummary = Omit<PublishedAgreement, 'agreement'> & Pick<Agreement, 'title' | 'sources'>;

/** Published versions. They never change, so each is cached when it is first read. */
@Injectable()
export class AgreementStore {
  readonly #cache = new Map<number, PublishedAgreement>();
  readonly #pool: PgPool;

  constructor(pool: PgPool) {
    this.#pool = pool;
  }

  /** @throws Error if the version is not published. Callers may retry, because it may be published later. */
  async document(version: number, on: SqlExecutor = sqlExecutorOf(this.#pool)): Promise<Agreement> {
    const published = await this.find(version, on);
    if (!published) throw new Error(`Agreement version ${version} is not published`);
    return published.agreement;
  }

  async find(version: number, on: SqlExecutor = sqlExecutorOf(this.#pool)): Promise<PublishedAgreement | undefined> {
    const known = this.#cache.get(version) ?? (await this.#read(version, on));
    if (known) this.#cache.set(version, known);
    return known;
  }

  /** The text as sent, including comments; generated YAML if the version was not published from a text. */
  async text({ version, agreement }: PublishedAgreement): Promise<string> {
    const { rows } = await this.#pool.query<{ text: string | null }>(
      'SELECT text FROM handoff.agreement WHERE version = $1',
      [version],
    );
    return rows[0]?.text ?? agreementYaml(agreement);
  }

  /** Newest first. */
  async list(limit: number, offset: number): Promise<{ total: number; agreements: AgreementSummary[] }> {
    const { rows } = await this.#pool.query<
      Omit<AgreementRow, 'document'> & { title: string; sources: string[] | null }
    >(
      `SELECT ${COLUMNS}, document->>'title' AS title, document->'sources' AS sources
       FROM handoff.agreement ORDER BY version DESC LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
    const counted = await this.#pool.query<{ total: number }>(
      'SELECT count(*)::integer AS total FROM handoff.agreement',
    );
    const agreements = rows.map((row) => ({
      title: row.title,
      ...(row.sources && { sources: row.sources }),
      ...publication(row),
    }));
    return { total: counted.rows[0]?.total ?? 0, agreements };
  }

  /** The version that the agreement would replace: the one for its first source, else the one for all sources. */
  async currentVersionFor(
    { sources }: Pick<Agreement, 'sources'>,
    on: SqlExecutor = sqlExecutorOf(this.#pool),
  ): Promise<number | undefined> {
    const [row] = await on.query<{ version: number }[]>(
      `SELECT version FROM handoff.agreement
       WHERE (document->'sources') ? $1 OR NOT document ? 'sources'
       ORDER BY (document->'sources') ? $1 DESC NULLS LAST, version DESC LIMIT 1`,
      [sources?.[0] ?? null],
    );
    return row?.version;
  }

  async #read(version: number, on: SqlExecutor): Promise<PublishedAgreement | undefined> {
    const rows = await on.query<AgreementRow[]>(
      `SELECT ${COLUMNS}, document FROM handoff.agreement WHERE version = $1`,
      [version],
    );
    return rows[0] && { ...publication(rows[0]), agreement: rows[0].document };
  }
}

const publication = (row: Omit<AgreementRow, 'document'>): Omit<PublishedAgreement, 'agreement'> => ({
  version: row.version,
  publishedAt: row.published_at.toISOString(),
  publishedBy: row.published_by,
  ...(row.comment !== null && { comment: row.comment }),
  ...(row.based_on !== null && { basedOnVersion: row.based_on }),
  ...(row.rolled_back_to !== null && { rolledBackToVersion: row.rolled_back_to }),
  ...(row.draft_id !== null && { draftId: row.draft_id }),
});
