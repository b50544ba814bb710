import { BATON, integrationCallerId, mayActFor } from '@baton/domain';
import type { PersonAccess } from '@baton/domain';
import { Injectable } from '@nestjs/common';
import { problems } from '../errors/problem.ts';
import { AccessDirectory } from './access-directory.ts';
import { apiKeyId, matchesHash, sha256 } from './api-key-secret.ts';
import type { Caller } from './caller.ts';
import { assertKeyValid, keyCaller } from './key-caller.ts';
import { KeyUses } from './key-uses.ts';

/** Baton's own services, with the key that they share. */
const internalCaller: Caller = {
  id: integrationCallerId(BATON),
  kind: 'integration',
  roles: ['integration'],
  scopes: ['internal'],
};

const personCaller = ({ id, roles, teamId }: PersonAccess): Caller => ({
  id,
  kind: 'person',
  roles,
  ...(teamId !== undefined && { teamId }),
});

/** Who somebody with a valid credential is, and what they may do now. */
@Injectable()
export class Callers {
  readonly #directory: AccessDirectory;
  readonly #keyUses: KeyUses;
  readonly #internalKeyHash: Buffer | undefined;

  constructor(directory: AccessDirectory, keyUses: KeyUses, internalKey?: string) {
    this.#directory = directory;
    this.#keyUses = keyUses;
    this.#internalKeyHash = internalKey === undefined ? undefined : sha256(internalKey);
  }

  /** @throws Problem 403 for a person who is unknown or has left */
  async person(personId: string): Promise<Caller> {
    return personCaller(await this.#activePerson(personId));
  }

  /** @throws Problem 401 */
  async integrationWithSecret(secret: string, now: Date): Promise<Caller> {
    if (this.#internalKeyHash && matchesHash(secret, Buffer.from(this.#internalKeyHash))) return internalCaller;
    const keyId = apiKeyId(secret);
    const key = keyId === undefined ? undefined : await this.#directory.key(keyId);
    if (key?.kind !== 'secret' || !matchesHash(secret, Buffer.from(key.secretHash, 'hex')))
      throw problems.unauthorized('The key is unknown. Ask an admin for a new one.', { type: 'api-key-invalid' });
    assertKeyValid(key, now);
    this.#keyUses.add(key.keyId, now);
    return keyCaller(key);
  }

  /**
   * The person, with the integration that acts for them and what its key may be used for. No key has the rights of an
   * admin, so they stay with the person.
   * @throws Problem 403 if the key does not cover the person, or the person has no access
   */
  async actingFor(integration: Caller, personId: string): Promise<Caller> {
    const { id, actsFor, keyId, scopes, sources } = integration;
    const person = await this.#activePerson(personId);
    if (!mayActFor(actsFor, person))
      throw problems.forbidden(`The key ${keyId ?? 'of this service'} may not act for "${personId}".`, {
        type: 'acts-for-not-covered',
      });
    const roles = person.roles.filter((role) => role !== 'admin');
    if (roles.length === 0)
      throw problems.forbidden(`"${personId}" is an admin. No key may act for an admin.`, {
        type: 'acts-for-not-covered',
      });
    return {
      ...personCaller({ ...person, roles }),
      via: id,
      ...(keyId !== undefined && { keyId }),
      ...(scopes && { scopes }),
      ...(sources && { sources }),
    };
  }

  async #activePerson(personId: string): Promise<PersonAccess> {
    const person = await this.#directory.person(personId);
    if (!person)
      throw problems.forbidden(
        `"${personId}" is not a person in Baton. An admin adds people in the team file or with PUT /people/{personId}.`,
        { type: 'person-unknown' },
      );
    if (!person.active)
      throw problems.forbidden(`"${personId}" has left. A team lead or an admin can record that the person is back.`, {
        type: 'person-inactive',
      });
    return person;
  }
}
