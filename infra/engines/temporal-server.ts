import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Failure } from '../system/failure.ts';
import { freeBlock } from '../system/ports.ts';
import { lastLine, run } from '../system/run.ts';
import { temporalListens } from '../temporal/prepare.ts';
import { serverConfiguration, serverTuning } from '../temporal/server-configuration.ts';
import { cached } from './download.ts';
import type { Engine, EngineSetting } from './engine.ts';
import { ensureDatabase } from './postgres-database.ts';

const VERSION = '1.31.2';
const packages = ['go.temporal.io/server/cmd/server', 'go.temporal.io/server/cmd/tools/sql'];
/** Whose schema each database gets; both are made new for each run. */
const databases = { temporal: 'temporal', temporal_visibility: 'visibility' } as const;

/** Built once, in some minutes; Go checks what it downloads against its public list of hashes. */
function built({ place, signal }: EngineSetting): Promise<string> {
  return cached(place.cache, `temporal-server-${VERSION}`, async (target) => {
    const environment = { ...process.env, GOBIN: target };
    const result = await run('go', ['install', ...packages.map((name) => `${name}@v${VERSION}`)], {
      ...{ signal, environment },
    });
    if (!result.found) {
      throw new Failure(
        'Go was not found, and the full Temporal server is built with it.',
        'Install Go (https://go.dev/dl), or measure on the development server: leave --full-server out.',
      );
    }
    if (result.code !== 0) {
      throw new Failure(
        `Go could not build the Temporal server: ${lastLine(result)}`,
        "Check the network and Go's settings and start again, or leave --full-server out.",
      );
    }
  });
}

async function makeSchema(tool: string, postgres: URL, signal: AbortSignal): Promise<void> {
  for (const [database, schema] of Object.entries(databases)) {
    const url = new URL(postgres);
    url.pathname = `/${database}`;
    await ensureDatabase(url.href);
    const options = [
      '--plugin',
      'postgres12',
      '--endpoint',
      url.hostname,
      '--port',
      url.port,
      '--user',
      url.username,
      '--database',
      database,
    ];
    const environment = { ...process.env, SQL_PASSWORD: url.password };
    for (const step of [
      ['setup-schema', '--version', '0.0'],
      ['update-schema', '--schema-name', `postgresql/v12/${schema}`],
    ]) {
      const result = await run(tool, [...options, ...step], { signal, environment });
      if (result.code === 0) continue;
      throw new Failure(
        `Temporal's schema could not be made in ${database}: ${lastLine(result)}`,
        'Start again; if it repeats, delete the engines that BATON_CACHE names and have them built anew.',
      );
    }
  }
}

/** The full Temporal server, all its services in one process, on the PostgreSQL that runs here; for measuring. */
export async function temporalServer(setting: EngineSetting, postgres: string): Promise<Engine> {
  const binaries = await built(setting);
  await makeSchema(join(binaries, 'sql'), new URL(postgres), setting.signal);
  const directory = join(setting.place.data, 'temporal');
  await mkdir(directory, { recursive: true });
  const port = setting.ports.temporal;
  const address = `127.0.0.1:${port}`;
  const tuning = join(directory, 'tuning.yaml');
  await writeFile(tuning, stringify(serverTuning));
  const inner = await freeBlock();
  const configuration = serverConfiguration({ port, inner: inner.issuer, postgres: new URL(postgres), tuning });
  const file = join(directory, 'server.yaml');
  await writeFile(file, stringify(configuration), { mode: 0o600 });
  return {
    name: 'Temporal',
    address,
    origin: 'Go, the full server on PostgreSQL',
    check: async () => void (await temporalListens(address)),
    specification: {
      name: 'temporal',
      stage: 'temporal',
      command: join(binaries, 'server'),
      parameters: ['--config-file', file, '--allow-no-auth', 'start'],
      isReady: () => temporalListens(address),
      readyWithinSeconds: 120,
    },
  };
}
