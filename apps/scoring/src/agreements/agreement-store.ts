import type { AgreementPublished } from '@baton/contracts';
import type { Agreement } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { Injectable } from '@nestjs/common';
import { agreementsByVersion } from '../journey/agreements.ts';
import type { Agreements } from '../journey/agreements.ts';

interface AgreementRow {
  version: number;
  published_at: Date;
  published_by: string;
  document: Agreement;
}

/** The versions that scoring has read. A published version never changes, so the cache is valid while the count matches. */
@Injectable()
export class AgreementStore {
  #cache: { count: number; agreements: Agreements } = { count: 0, agreements: agreementsByVersion([]) };

  /** @param count the number of versions that the caller's transaction sees */
  async upTo(count: number, sql: SqlExecutor): Promise<Agreements> {
    return this.#cache.count === count ? this.#cache.agreements : this.read(sql);
  }

  async read(sql: SqlExecutor): Promise<Agreements> {
    const rows = await sql.query<AgreementRow[]>(
      'SELECT version, published_at, published_by, document FROM scoring.agreement ORDER BY version',
    );
    const agreements = agreementsByVersion(
      rows.map(({ version, published_at, published_by, document }) => ({
        version,
        publishedAt: published_at.toISOString(),
        publishedBy: published_by,
        agreement: document,
      })),
    );
    this.#cache = { count: rows.length, agreements };
    return agreements;
  }

  async add({ version, publishedAt, publishedBy, agreement }: AgreementPublished, sql: SqlExecutor): Promise<void> {
    await sql.query(
      `INSERT INTO scoring.agreement (version, published_at, published_by, document) VALUES ($1, $2, $3, $4)
       ON CONFLICT (version) DO NOTHING`,
      [version, publishedAt, publishedBy, JSON.stringify(agreement)],
    );
  }
}
