import type { Agreement, PublishedAgreement } from '@baton/domain';
import { PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { sqlExecutorOf, type SqlExecutor } from '@baton/messaging';

/** A version as it is stored. */
interface AgreementRow {
  version: number;
  published_at: Date;
  published_by: string;
  document: Agreement;
}

/** Published versions never change, so each is read once. */
@Injectable()
export class AgreementStore {
  readonly #known = new Map<number, PublishedAgreement>();
  readonly #pool: PgPool;

  constructor(pool: PgPool) {
    this.#pool = pool;
  }

  /** @throws Error when no such version was published; it may arrive later, so trying again is right. */
  async version(version: number, on: SqlExecutor = sqlExecutorOf(this.#pool)): Promise<Agreement> {
    const known = this.#known.get(version) ?? (await this.#read(version, on));
    if (!known)
      throw new Error(`Agreement version ${version} is not published here; publish it, or wait for it to arrive`);
    this.#known.set(version, known);
    return known.agreement;
  }

  async all(): Promise<PublishedAgreement[]> {
    const { rows } = await this.#pool.query<AgreementRow>('SELECT * FROM handoff.agreement ORDER BY version DESC');
    return rows.map(published);
  }

  async #read(version: number, on: SqlExecutor): Promise<PublishedAgreement | undefined> {
    const rows = await on.query<AgreementRow[]>('SELECT * FROM handoff.agreement WHERE version = $1', [version]);
    return rows[0] && published(rows[0]);
  }
}

const published = (row: AgreementRow): PublishedAgreement => ({
  version: row.version,
  publishedAt: row.published_at.toISOString(),
  publishedBy: row.published_by,
  agreement: row.document,
});
