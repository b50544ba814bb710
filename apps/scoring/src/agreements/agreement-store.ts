import type { Agreement } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { Injectable } from '@nestjs/common';
import { agreementsByVersion } from '../journey/agreements.ts';
import type { Agreements } from '../journey/agreements.ts';
import type { AgreementPublished } from '@baton/contracts';

interface AgreementRow {
  version: number;
  published_at: Date;
  published_by: string;
  document: Agreement;
}

/** The versions that scoring has read. A version never changes, so how many there are says whether memory is right. */
@Injectable()
export class AgreementStore {
  #cache: { count: number; agreements: Agreements } = { count: 0, agreements: agreementsByVersion([]) };

  /** `count` as the caller's transaction sees it. */
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
