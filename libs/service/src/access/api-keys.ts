import { BoundedMap } from '@baton/domain';
import type { Role } from '@baton/domain';
import type pg from 'pg';
import { problems } from '../errors/problem.ts';
import { apiKeyId, matchesHash, generateApiKey, sha256 } from './api-key-secret.ts';
import type { Caller } from './caller.ts';

/** A key of one of Baton's own services, from the environment. */
export interface ConfiguredApiKey {
  name: string;
  key: string;
  roles: Role[];
}

/** A key without its secret. */
export interface ApiKeySummary {
  id: string;
  name: string;
  roles: Role[];
  createdBy: string;
  createdAt: Date;
  revokedAt: Date | null;
}

interface StoredKey extends ApiKeySummary {
  hash: Buffer;
}

const COLUMNS = 'id, name, roles, created_by AS "createdBy", created_at AS "createdAt", revoked_at AS "revokedAt"';
/** A revoked key stops working on every replica within this time. */
const CACHE_MILLISECONDS = 3000;
const CACHE_ENTRIES = 1000;

/** API keys of integrations: created and revoked by admins, stored as hashes, shown once. */
export class ApiKeys {
  readonly #configured: { name: string; hash: Buffer; roles: Role[] }[];
  readonly #store: { pool: pg.Pool; schema: string } | undefined;
  /** Bounded, because anyone can send any number of ids. */
  readonly #cache = new BoundedMap<string, { stored: StoredKey | undefined; until: number }>(CACHE_ENTRIES);

  constructor(options: { stored?: { pool: pg.Pool; schema: string } | undefined; configured?: ConfiguredApiKey[] }) {
    this.#configured = (options.configured ?? []).map(({ name, key, roles }) => ({ name, roles, hash: sha256(key) }));
    this.#store = options.stored;
  }

  /**
   * The integration that the key belongs to.
   * @throws Problem 401
   */
  async verify(key: string): Promise<Caller> {
    const configured = this.#configured.find(({ hash }) => matchesHash(key, hash));
    if (configured) {
      return { id: `integration:${configured.name}`, roles: configured.roles, kind: 'integration' };
    }
    const stored = await this.#find(apiKeyId(key));
    if (!stored || stored.revokedAt || !matchesHash(key, stored.hash)) {
      throw problems.unauthorized('The API key is unknown or revoked: ask an admin for a new one.', {
        type: 'api-key-invalid',
      });
    }
    return { id: `integration:${stored.id}`, roles: stored.roles, kind: 'integration' };
  }

  /** Creates a key. Only this response ever contains it. */
  async create(name: string, roles: Role[], createdBy: string, now: Date): Promise<ApiKeySummary & { key: string }> {
    const { pool, schema } = this.#requireStore();
    const { id, key, hash } = generateApiKey();
    const { rows } = await pool.query<ApiKeySummary>(
      `INSERT INTO "${schema}".api_key (id, name, roles, hash, created_by, created_at)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
      [id, name, roles, hash, createdBy, now],
    );
    return { ...rows[0]!, key };
  }

  async list(): Promise<ApiKeySummary[]> {
    const { pool, schema } = this.#requireStore();
    const { rows } = await pool.query<ApiKeySummary>(
      `SELECT ${COLUMNS} FROM "${schema}".api_key ORDER BY created_at, id LIMIT 1000`,
    );
    return rows;
  }

  /** Revokes a key; revoking it again changes nothing. */
  async revoke(id: string, now: Date): Promise<void> {
    const { pool, schema } = this.#requireStore();
    const { rowCount } = await pool.query(
      `UPDATE "${schema}".api_key SET revoked_at = COALESCE(revoked_at, $2) WHERE id = $1`,
      [id, now],
    );
    this.#cache.delete(id);
    if (!rowCount) {
      throw problems.notFound('There is no API key with this id. GET /api-keys lists them.');
    }
  }

  async #find(id: string | undefined): Promise<StoredKey | undefined> {
    if (!id || !this.#store) {
      return undefined;
    }
    const cached = this.#cache.get(id);
    if (cached && cached.until > performance.now()) {
      return cached.stored;
    }
    const { pool, schema } = this.#store;
    const { rows } = await pool.query<StoredKey>(`SELECT ${COLUMNS}, hash FROM "${schema}".api_key WHERE id = $1`, [
      id,
    ]);
    this.#cache.set(id, { stored: rows[0], until: performance.now() + CACHE_MILLISECONDS });
    return rows[0];
  }

  #requireStore(): { pool: pg.Pool; schema: string } {
    if (!this.#store) {
      throw new Error('API keys need a table: register the service with { database, apiKeys: true }');
    }
    return this.#store;
  }
}
