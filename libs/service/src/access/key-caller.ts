import { integrationCallerId, keyStateAt } from '@baton/domain';
import { problems } from '../errors/problem.ts';
import type { IntegrationKeyAccess } from './access-rows.ts';
import type { Caller } from './caller.ts';

/** The caller that an integration is with this key. */
export const keyCaller = ({ keyId, integrationId, scopes, sources, actsFor }: IntegrationKeyAccess): Caller => ({
  id: integrationCallerId(integrationId),
  kind: 'integration',
  // Never a role of people, so that no key can do what an admin does.
  roles: ['integration'],
  keyId,
  scopes,
  ...(sources && { sources }),
  ...(actsFor && { actsFor }),
});

/** @throws Problem 401 for a key that was expired or revoked at `at` */
export function assertKeyValid(key: IntegrationKeyAccess, at: Date): void {
  switch (keyStateAt(key, at)) {
    case 'valid':
      return;
    case 'expired':
      throw problems.unauthorized(`The key ${key.keyId} expired at ${key.expiresAt}. Ask an admin for a new one.`, {
        type: 'api-key-expired',
      });
    case 'revoked':
      throw problems.unauthorized(`The key ${key.keyId} was revoked. Ask an admin for a new one.`, {
        type: 'api-key-revoked',
      });
  }
}
