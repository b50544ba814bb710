import type { IntegrationKeyChanged, PersonAccessChanged } from '@baton/contracts';
import type { PersonAccess } from '@baton/domain';
import { quotedSchema } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';

/** A key as every service knows it. */
export type IntegrationKeyAccess = IntegrationKeyChanged;

/** Stores what a person may do, unless the copy holds a newer version. */
export async function writePersonAccess(on: SqlExecutor, schema: string, person: PersonAccessChanged): Promise<void> {
  const { id, version, roles, teamId, active } = person;
  await on.query(
    `INSERT INTO ${quotedSchema(schema)}.access_person AS p (person_id, version, roles, team_id, active)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (person_id) DO UPDATE
       SET version = excluded.version, roles = excluded.roles, team_id = excluded.team_id, active = excluded.active
       WHERE p.version < excluded.version`,
    [id, version, roles, teamId ?? null, active],
  );
}

/** Stores a key, unless the copy holds a newer version. */
export async function writeKeyAccess(on: SqlExecutor, schema: string, key: IntegrationKeyAccess): Promise<void> {
  await on.query(
    `INSERT INTO ${quotedSchema(schema)}.access_key AS k (key_id, version, access) VALUES ($1, $2, $3)
     ON CONFLICT (key_id) DO UPDATE SET version = excluded.version, access = excluded.access
       WHERE k.version < excluded.version`,
    [key.keyId, key.version, JSON.stringify(key)],
  );
}

export async function readPersonAccess(
  on: SqlExecutor,
  schema: string,
  personId: string,
): Promise<PersonAccess | undefined> {
  const [row] = await on.query<(Omit<PersonAccess, 'teamId'> & { teamId: string | null })[]>(
    `SELECT person_id AS id, roles, team_id AS "teamId", active FROM ${quotedSchema(schema)}.access_person
     WHERE person_id = $1`,
    [personId],
  );
  if (!row) return undefined;
  const { teamId, ...person } = row;
  return { ...person, ...(teamId !== null && { teamId }) };
}

export async function readKeyAccess(
  on: SqlExecutor,
  schema: string,
  keyId: string,
): Promise<IntegrationKeyAccess | undefined> {
  const [row] = await on.query<{ access: IntegrationKeyAccess }[]>(
    `SELECT access FROM ${quotedSchema(schema)}.access_key WHERE key_id = $1`,
    [keyId],
  );
  return row?.access;
}
