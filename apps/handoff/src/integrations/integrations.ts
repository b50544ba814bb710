import { BATON } from '@baton/domain';
import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { generateApiKey, PgPool, problems, readKeyAccess } from '@baton/service';
import type { IntegrationKeyAccess } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { SCHEMA } from '../database/schema.ts';
import { AccessPublisher } from '../staff/access-publisher.ts';
import { checkKeyRequest } from './check-key-request.ts';
import { lockIntegration, readIntegrations, readKeys } from './integration-rows.ts';
import type { IntegrationRequest, KeyRequest, RotateKeyRequest } from './integrations.request.ts';
import type { IntegrationResponse, NewKeyResponse } from './integrations.response.ts';

/** One key in use, and the one that replaces it. */
const MAXIMUM_VALID_KEYS = 2;

/** Integrations and their keys, for all services. */
@Injectable()
export class Integrations {
  readonly #pool: PgPool;
  readonly #access: AccessPublisher;

  constructor(pool: PgPool, access: AccessPublisher) {
    this.#pool = pool;
    this.#access = access;
  }

  list(now: Date): Promise<IntegrationResponse[]> {
    return readIntegrations(sqlExecutorOf(this.#pool), now);
  }

  /** @throws Problem 409 if the id is taken */
  async create(
    { integrationId, name }: IntegrationRequest,
    createdBy: string,
    now: Date,
  ): Promise<IntegrationResponse> {
    const { rowCount } =
      integrationId === BATON
        ? { rowCount: 0 }
        : await this.#pool.query(
            `INSERT INTO handoff.integration (integration_id, name, created_at, created_by) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING`,
            [integrationId, name, now, createdBy],
          );
    if (rowCount !== 1)
      throw problems.conflict(`The id "${integrationId}" is taken. GET /integrations lists integrations.`, {
        type: 'integration-exists',
      });
    return { integrationId, name, createdAt: now, createdBy, keys: [] };
  }

  /** Creates a key. Only this response ever contains its secret. */
  async createKey(integrationId: string, request: KeyRequest, createdBy: string, now: Date): Promise<NewKeyResponse> {
    return this.#inTransaction(integrationId, async (transaction) => {
      await checkKeyRequest(transaction, request, now);
      return this.#addKey(transaction, integrationId, request, createdBy, now);
    });
  }

  /** Creates a key that may do what an earlier one may. The earlier one works until it is revoked or expires. */
  async rotateKey(
    integrationId: string,
    keyId: string,
    { publicKey, expiresAt }: RotateKeyRequest,
    createdBy: string,
    now: Date,
  ): Promise<NewKeyResponse> {
    return this.#inTransaction(integrationId, async (transaction) => {
      const { kind, scopes, sources, actsFor } = await this.#keyOf(transaction, integrationId, keyId);
      const request: KeyRequest = {
        kind,
        scopes,
        ...(sources && { sources }),
        ...(actsFor && { actsFor }),
        ...(publicKey && { publicKey }),
        ...(expiresAt !== undefined && { expiresAt }),
      };
      await checkKeyRequest(transaction, request, now);
      return this.#addKey(transaction, integrationId, request, createdBy, now);
    });
  }

  /** Revoking a key again changes nothing. */
  async revokeKey(integrationId: string, keyId: string, revokedBy: string, now: Date): Promise<void> {
    await this.#inTransaction(integrationId, async (transaction) => {
      const key = await this.#keyOf(transaction, integrationId, keyId);
      if (key.revokedAt !== undefined) return;
      await this.#access.publishKey(transaction, { ...key, revokedAt: now.toISOString() });
      await transaction.query('UPDATE handoff.integration_key SET revoked_by = $2 WHERE key_id = $1', [
        keyId,
        revokedBy,
      ]);
    });
    this.#access.forget({ keyId });
  }

  async #inTransaction<Result>(
    integrationId: string,
    work: (transaction: SqlExecutor) => Promise<Result>,
  ): Promise<Result> {
    return inTransaction(this.#pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      if (await lockIntegration(transaction, integrationId)) return work(transaction);
      throw problems.notFound(`There is no integration "${integrationId}". GET /integrations lists them.`);
    });
  }

  async #addKey(
    transaction: SqlExecutor,
    integrationId: string,
    request: KeyRequest,
    createdBy: string,
    now: Date,
  ): Promise<NewKeyResponse> {
    const keys = await readKeys(transaction, integrationId, now);
    const valid = keys.filter(({ state }) => state === 'valid').map(({ keyId }) => keyId);
    if (valid.length >= MAXIMUM_VALID_KEYS)
      throw problems.conflict(
        `The integration has ${valid.length} valid keys, ${valid.join(' and ')}. Revoke one before you create another.`,
        { type: 'too-many-keys' },
      );
    const { id: keyId, key: secret, hash } = generateApiKey();
    const { scopes, sources, actsFor, publicKey, expiresAt } = request;
    const common = {
      keyId,
      integrationId,
      scopes,
      ...(sources && { sources }),
      ...(actsFor && { actsFor }),
      ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }),
    };
    await this.#access.publishKey(
      transaction,
      publicKey
        ? { ...common, kind: 'public-key', publicKey }
        : { ...common, kind: 'secret', secretHash: hash.toString('hex') },
    );
    await transaction.query(
      'INSERT INTO handoff.integration_key (key_id, integration_id, created_at, created_by) VALUES ($1, $2, $3, $4)',
      [keyId, integrationId, now, createdBy],
    );
    const created = (await readKeys(transaction, integrationId, now)).find((key) => key.keyId === keyId)!;
    return { ...created, key: publicKey ? null : secret };
  }

  /** @throws Problem 404 */
  async #keyOf(transaction: SqlExecutor, integrationId: string, keyId: string): Promise<IntegrationKeyAccess> {
    const key = await readKeyAccess(transaction, SCHEMA, keyId);
    if (key?.integrationId === integrationId) return key;
    throw problems.notFound(`The integration "${integrationId}" has no key ${keyId}. GET /integrations lists keys.`);
  }
}
