import type { PersonAccess } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import type pg from 'pg';
import { readKeyAccess, readPersonAccess } from './access-rows.ts';
import type { IntegrationKeyAccess } from './access-rows.ts';
import { ExpiringCache } from './expiring-cache.ts';

/** With the time that a change takes over Kafka, access ends in every service within ten seconds. */
const CACHE_MILLISECONDS = 3000;
const CACHE_ENTRIES = 10_000;

/** Where people and keys are looked up: the service's schema, or the lists of a test. */
export interface AccessSource {
  person(id: string): Promise<PersonAccess | undefined>;
  key(keyId: string): Promise<IntegrationKeyAccess | undefined>;
}

export const accessInSchema = (pool: pg.Pool, schema: string): AccessSource => ({
  person: (id) => readPersonAccess(sqlExecutorOf(pool), schema, id),
  key: (keyId) => readKeyAccess(sqlExecutorOf(pool), schema, keyId),
});

/** What people and keys may do now, by the service's own copy. */
export class AccessDirectory {
  readonly #source: AccessSource;
  readonly #people = new ExpiringCache<PersonAccess | undefined>({
    milliseconds: CACHE_MILLISECONDS,
    entries: CACHE_ENTRIES,
  });
  readonly #keys = new ExpiringCache<IntegrationKeyAccess | undefined>({
    milliseconds: CACHE_MILLISECONDS,
    entries: CACHE_ENTRIES,
  });

  constructor(source: AccessSource) {
    this.#source = source;
  }

  person(id: string): Promise<PersonAccess | undefined> {
    return this.#people.get(id, () => this.#source.person(id));
  }

  key(keyId: string): Promise<IntegrationKeyAccess | undefined> {
    return this.#keys.get(keyId, () => this.#source.key(keyId));
  }

  /** Makes a change that this replica has just committed visible to its next request. */
  forget({ personId, keyId }: { personId?: string; keyId?: string }): void {
    if (personId !== undefined) this.#people.forget(personId);
    if (keyId !== undefined) this.#keys.forget(keyId);
  }
}
