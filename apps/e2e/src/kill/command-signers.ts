import type { ApiClient } from '@baton/testing';
import { generateKeyPairSync } from 'node:crypto';
import type { CommandSender } from '../../../../docs/examples/sign-command.ts';

/** Systems that sign commands, each with its own key. */
export interface CommandSigners {
  good: CommandSender;
  revoked: CommandSender;
  /** Signs in the name of the good one, with a key that is not registered. */
  unregistered: CommandSender;
  /** May act for the marketer only. */
  uncovering: CommandSender;
}

/** Registers the systems and their public keys, as an admin does. */
export async function registerSigners(client: ApiClient, run: string): Promise<CommandSigners> {
  const good = await registerSigner(client, `telephony-${run}`, { everyone: true });
  const revoked = await registerSigner(client, `revoked-${run}`, { everyone: true });
  await asAdmin(client, 'DELETE', `/integrations/${revoked.integrationId}/keys/${revoked.keyId}`, 204);
  const uncovering = await registerSigner(client, `marketing-${run}`, { personIds: ['marina'] });
  return {
    good,
    revoked,
    uncovering,
    unregistered: { ...good, privateKey: generateKeyPairSync('ed25519').privateKey },
  };
}

async function registerSigner(client: ApiClient, integrationId: string, actsFor: object): Promise<CommandSender> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  await asAdmin(client, 'POST', '/integrations', 201, { integrationId, name: integrationId });
  const jwk = publicKey.export({ format: 'jwk' });
  const key = { kind: 'public-key', publicKey: jwk, scopes: ['send-commands'], actsFor };
  const path = `/integrations/${integrationId}/keys`;
  const { keyId } = (await asAdmin(client, 'POST', path, 201, key)) as { keyId: string };
  return { integrationId, keyId, privateKey, source: `/${integrationId}` };
}

async function asAdmin(
  client: ApiClient,
  method: 'POST' | 'DELETE',
  path: string,
  expectedStatus: number,
  body?: object,
): Promise<unknown> {
  const response = await client.call('handoff', path, { as: 'adam', method, ...(body && { body }) });
  if (response.status === expectedStatus) return response.body;
  throw new Error(`${method} ${path} got status ${response.status}: ${response.text.slice(0, 300)}`);
}
