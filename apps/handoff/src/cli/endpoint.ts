import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Endpoint } from './agreement-api-client.ts';
import { CliError } from './cli-error.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');

/** The order of the services in the block of ports; see infra/process/ports.ts. */
const portOffsets = { issuer: 0, handoff: 3 } as const;

/** The Baton that the environment names, else the one that runs in this clone, with a token of its demo issuer. */
export async function findEndpoint(environment: NodeJS.ProcessEnv, person: string): Promise<Endpoint> {
  const { BATON_HANDOFF_URL: url, BATON_TOKEN: token } = environment;
  if (url !== undefined) {
    if (token !== undefined) return { url: url.replace(/\/+$/, ''), token };
    throw new CliError('Put the token for BATON_HANDOFF_URL into BATON_TOKEN.');
  }
  const portBase = localPortBase(environment);
  const at = (offset: number): string => `http://127.0.0.1:${portBase + offset}`;
  return { url: at(portOffsets.handoff), token: token ?? (await demoToken(person, at(portOffsets.issuer))) };
}

/** The block of ports of the Baton that runs in this clone. @throws Unusable when none does. */
export function localPortBase(environment: NodeJS.ProcessEnv): number {
  const data = environment['BATON_DATA'] ?? join(root, '.baton');
  try {
    return (JSON.parse(readFileSync(join(data, 'running.json'), 'utf8')) as { portBase: number }).portBase;
  } catch {
    throw new CliError('No Baton runs here. Start it with npm start, or name another one in the environment.');
  }
}

async function demoToken(person: string, issuer: string): Promise<string> {
  const response = await fetch(`${issuer}/token?person=${encodeURIComponent(person)}`).catch(() => undefined);
  if (!response) throw new CliError(`The issuer at ${issuer} does not answer. Start Baton first: npm start`);
  const text = (await response.text()).trim();
  if (response.ok) return text;
  throw new CliError(text);
}
