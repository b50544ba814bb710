import type { IntegrationKeyAccess } from '../access/access-rows.ts';
import { generateApiKey } from '../access/api-key-secret.ts';

export interface TestKey {
  secret: string;
  access: IntegrationKeyAccess;
}

/** A key as an admin created it, with its secret. */
export function keyWith(changes: object = {}): TestKey {
  const { id: keyId, key: secret, hash } = generateApiKey();
  const access = {
    keyId,
    version: 1,
    integrationId: 'telephony',
    kind: 'secret',
    secretHash: hash.toString('hex'),
    scopes: ['send-commands'],
    ...changes,
  } as IntegrationKeyAccess;
  return { secret, access };
}

export const findKey = (keys: readonly TestKey[], keyId: string): IntegrationKeyAccess | undefined =>
  keys.find(({ access }) => access.keyId === keyId)?.access;
