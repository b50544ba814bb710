import { integrationKeyChanged, personAccessChanged } from '@baton/contracts';
import type { PersonAccessChanged } from '@baton/contracts';
import type { SqlExecutor } from '@baton/messaging';
import { AccessDirectory, Outbox, writeKeyAccess } from '@baton/service';
import type { IntegrationKeyAccess } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { SCHEMA } from '../database/schema.ts';

/**
 * A version later than all earlier ones, also after a backup was restored that knows fewer of them than the other
 * services do.
 */
const nextVersion = (current: string): string =>
  `greatest(coalesce(${current}, 0) + 1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)`;

type WithoutVersion<Key> = Key extends unknown ? Omit<Key, 'version'> : never;
type UnversionedKey = WithoutVersion<IntegrationKeyAccess>;

/** Writes this service's own copy of people and keys, and publishes it, in the transaction of the change. */
@Injectable()
export class AccessPublisher {
  readonly #outbox: Outbox;
  readonly #directory: AccessDirectory;

  constructor(outbox: Outbox, directory: AccessDirectory) {
    this.#outbox = outbox;
    this.#directory = directory;
  }

  /**
   * Publishes each person whose roles, team or activity differ from what was last published, and returns their ids.
   * Comparing all of them means that no change of people can be forgotten.
   */
  async publishPeople(transaction: SqlExecutor): Promise<string[]> {
    const people = await transaction.query<(Omit<PersonAccessChanged, 'teamId'> & { teamId: string | null })[]>(
      `WITH changed AS (
         INSERT INTO handoff.access_person AS known (person_id, version, roles, team_id, active)
         SELECT p.person_id, ${nextVersion('k.version')}, p.roles, p.team_id, p.active
         FROM handoff.person p LEFT JOIN handoff.access_person k USING (person_id)
         WHERE (k.roles, k.team_id, k.active) IS DISTINCT FROM (p.roles, p.team_id, p.active)
         ON CONFLICT (person_id) DO UPDATE
           SET version = excluded.version, roles = excluded.roles, team_id = excluded.team_id, active = excluded.active
         RETURNING person_id AS id, version::float8 AS version, roles, team_id AS "teamId", active
       ) SELECT * FROM changed ORDER BY id`,
    );
    const messages = people.map(({ teamId, ...person }) =>
      message(`person/${person.id}`, person.version, personAccessChanged, {
        ...person,
        ...(teamId !== null && { teamId }),
      }),
    );
    await this.#outbox.append(transaction, messages);
    return people.map(({ id }) => id);
  }

  /** Publishes a new key, or a new state of a known one. */
  async publishKey(transaction: SqlExecutor, key: UnversionedKey): Promise<void> {
    const [row] = await transaction.query<{ version: number }[]>(
      `SELECT ${nextVersion('max(version)')}::float8 AS version FROM handoff.access_key WHERE key_id = $1`,
      [key.keyId],
    );
    const access = { ...key, version: row?.version ?? 1 };
    await writeKeyAccess(transaction, SCHEMA, access);
    await this.#outbox.append(transaction, [
      message(`key/${key.keyId}`, access.version, integrationKeyChanged, access),
    ]);
  }

  /** After the commit: the next request to this replica already meets the change. */
  forget(changed: { personIds?: readonly string[]; keyId?: string }): void {
    for (const personId of changed.personIds ?? []) this.#directory.forget({ personId });
    if (changed.keyId !== undefined) this.#directory.forget({ keyId: changed.keyId });
  }
}

const message = (key: string, version: number, { topic, type }: { topic: string; type: string }, data: object) => ({
  topic,
  key,
  event: {
    id: `access/${key}/${version}`,
    source: '/baton/handoff',
    type,
    time: new Date().toISOString(),
    subject: key,
    data,
  },
});
