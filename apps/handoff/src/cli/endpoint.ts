import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Endpoint } from './agreement-api-client.ts';
import { CliError } from './cli-error.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');

/** Offsets in the block of ports; see infra/process/ports.ts. */
const portOffsets = { issuer: 0, handoff: 3 } as const;

/** The Baton named in the environment, or the one that runs in this clone, with a token of its demo issuer. */
export async function findEndpoint(environment: NodeJS.ProcessEnv, person: string): Promise<Endpoint> {
  const { BATON_HANDOFF_URL: url, BATON_TOKEN: token } = environment;
  if (url !== undefined) {
    if (token !== undefined) return { url: url.replace(/\/+$/, ''), token };
    throw new CliError('BATON_HANDOFF_URL is set but BATON_TOKEN is not. Set BATON_TOKEN to a token for it.');
  }
  const portBase = localPortBase(environment);
  const at = (offset: number): string => `http://127.0.0.1:${portBase + offset}`;
  return { url: at(portOffsets.handoff), token: token ?? (await demoToken(person, at(portOffsets.issuer))) };
}

/** First port of the Baton that runs in this clone. @throws CliError if none runs. */
export function localPortBase(environment: NodeJS.ProcessEnv): number {
  const data = environment['BATON_DATA'] ?? join(root, '.baton');
  try {
    return (JSON.parse(readFileSync(join(data, 'running.json'), 'utf8')) as { portBase: number }).portBase;
  } catch {
    throw new CliError(
      'Baton is not running here. Start it with npm start, or set the address of another Baton in the environment.',
    );
  }
}

async function demoToken(person: string, issuer: string): Promise<string> {
  const response = await fetch(`${issuer}/token?person=${encodeURIComponent(person)}`).catch(() => undefined);
  if (!response) throw new CliError(`The token issuer at ${issuer} does not respond. Start Baton with npm start.`);
  const text = (await response.text()).trim();
  if (response.ok) return text;
  throw new CliError(text);
}
