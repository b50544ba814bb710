import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Door } from './agreement-api.ts';
import { Unusable } from './usage.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');

/** The order of the services in the block of ports; see infra/system/ports.ts. */
const offsets = { issuer: 0, handoff: 3 } as const;

/** The Baton that the environment names, else the one that runs in this clone, with a token of its demo issuer. */
export async function findDoor(environment: NodeJS.ProcessEnv, person: string): Promise<Door> {
  const { BATON_HANDOFF_URL: named, BATON_TOKEN: token } = environment;
  if (named !== undefined) {
    if (token !== undefined) return { url: named.replace(/\/+$/, ''), token };
    throw new Unusable('Put the token for BATON_HANDOFF_URL into BATON_TOKEN.');
  }
  const portBase = portBaseHere(environment);
  const at = (offset: number): string => `http://127.0.0.1:${portBase + offset}`;
  return { url: at(offsets.handoff), token: token ?? (await tokenOf(person, at(offsets.issuer))) };
}

/** The block of ports of the Baton that runs in this clone. @throws Unusable when none does. */
export function portBaseHere(environment: NodeJS.ProcessEnv): number {
  const data = environment['BATON_DATA'] ?? join(root, '.baton');
  try {
    return (JSON.parse(readFileSync(join(data, 'running.json'), 'utf8')) as { portBase: number }).portBase;
  } catch {
    throw new Unusable('No Baton runs here. Start it with npm start, or name another one in the environment.');
  }
}

async function tokenOf(person: string, issuer: string): Promise<string> {
  const response = await fetch(`${issuer}/token?person=${encodeURIComponent(person)}`).catch(() => undefined);
  if (!response) throw new Unusable(`The issuer at ${issuer} does not answer. Start Baton first: npm start`);
  const text = (await response.text()).trim();
  if (response.ok) return text;
  throw new Unusable(text);
}
