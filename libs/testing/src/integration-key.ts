import { randomUUID } from 'node:crypto';
import type { ActsFor, KeyScope } from '@baton/domain';
import type { ApiClient, Json } from './api-client.ts';
import type { Service } from './service-addresses.ts';
import { waitUntil } from './wait-until.ts';

export interface IntegrationKeyRequest {
  scopes: KeyScope[];
  sources?: string[];
  actsFor?: ActsFor;
  expiresAt?: string;
}

/** Routes that respond with 401 to an unknown key only. */
const knownAt: [Service, string][] = [
  ['intake', '/leads'],
  ['scoring', '/agreements'],
  ['handoff', '/teams'],
  ['reporting', '/'],
];

/** Creates an integration with one key, as the demo admin, and waits until these services know the key. */
export async function createIntegrationKey(
  client: ApiClient,
  key: IntegrationKeyRequest,
  services: readonly Service[] = knownAt.map(([service]) => service),
): Promise<string> {
  const integrationId = `test-${randomUUID().slice(0, 8)}`;
  await post(client, '/integrations', { integrationId, name: 'Test' });
  const created: unknown = await post(client, `/integrations/${integrationId}/keys`, key);
  const { key: secret } = created as { key: string };
  const waitingFor = knownAt.filter(([service]) => services.includes(service));
  await waitUntil(
    async () => {
      const headers = { 'x-api-key': secret };
      const statuses = await Promise.all(
        waitingFor.map(async ([service, path]) => (await client.call(service, path, { headers })).status),
      );
      return statuses.every((status) => status !== 401);
    },
    // Rarely, because an unknown key counts as a wrong one.
    { what: 'the services know the key', everyMilliseconds: 1000 },
  );
  return secret;
}

async function post(client: ApiClient, path: string, body: object): Promise<Json> {
  const response = await client.call('handoff', path, { as: 'adam', method: 'POST', body });
  if (response.status !== 201) throw new Error(`POST ${path} returned ${response.status}: ${response.text}`);
  return response.body;
}
