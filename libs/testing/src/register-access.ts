import { createHash, randomBytes } from 'node:crypto';
import type { ActsFor, KeyScope } from '@baton/domain';
import type pg from 'pg';
import { personAccessOf } from './test-issuer.ts';
import type { TestPerson } from './test-issuer.ts';

/** Events of other specs on the shared Kafka never replace a registered person. */
const NEVER_REPLACED = Number.MAX_SAFE_INTEGER;

export interface RegisterPersonOptions {
  schema: string;
  /**
   * Keeps a person whom the service already knows, and lets it change them later: for the handoff service, which owns
   * the people. In other services the person gets the roles and team of the test.
   */
  keepsKnown?: boolean;
}

/** Stores a person of a test in the copy that a service checks its callers against. */
export async function registerPerson(
  pool: pg.Pool,
  person: TestPerson,
  { schema, keepsKnown = false }: RegisterPersonOptions,
): Promise<void> {
  const { id, roles, teamId, active } = personAccessOf(person);
  await pool.query(
    `INSERT INTO "${schema}".access_person (person_id, version, roles, team_id, active) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (person_id) ${
       keepsKnown
         ? 'DO NOTHING'
         : 'DO UPDATE SET version = excluded.version, roles = excluded.roles, team_id = excluded.team_id, active = true'
     }`,
    [id, keepsKnown ? 0 : NEVER_REPLACED, roles, teamId ?? null, active],
  );
}

export interface TestKey {
  integrationId?: string;
  scopes: KeyScope[];
  sources?: string[];
  actsFor?: ActsFor;
  expiresAt?: string;
  revokedAt?: string;
}

/** Stores the key of an integration in the copy of a service, and returns its secret. */
export async function registerKey(pool: pg.Pool, key: TestKey, { schema }: { schema: string }): Promise<string> {
  const keyId = randomBytes(8).toString('hex');
  const secret = `baton_${keyId}_${randomBytes(32).toString('base64url')}`;
  const secretHash = createHash('sha256').update(secret).digest('hex');
  const access = { keyId, version: 1, integrationId: 'test', kind: 'secret', secretHash, ...key };
  await pool.query(`INSERT INTO "${schema}".access_key (key_id, version, access) VALUES ($1, 1, $2)`, [
    keyId,
    JSON.stringify(access),
  ]);
  return secret;
}
