import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Failure } from '../failure.ts';
import { findFreePorts } from '../process/ports.ts';
import { errorLine, runCommand } from '../process/run-command.ts';
import { isTemporalListening } from '../temporal/prepare.ts';
import { serverConfiguration, serverDynamicConfig } from '../temporal/server-configuration.ts';
import { cachedDirectory } from './download.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { ensureDatabase } from './postgres-database.ts';

const VERSION = '1.31.2';
const packages = ['go.temporal.io/server/cmd/server', 'go.temporal.io/server/cmd/tools/sql'];
/** The schema of each database. Both databases are created for each run. */
const databases = { temporal: 'temporal', temporal_visibility: 'visibility' } as const;

/** Builds the server and its schema tool once, which takes minutes. Go checks its downloads against the public checksum database. */
export function buildTemporalServer({
  directories,
  signal,
}: Pick<EngineOptions, 'directories' | 'signal'>): Promise<string> {
  return cachedDirectory(directories.cache, `temporal-server-${VERSION}`, async (target) => {
    const environment = { ...process.env, GOBIN: target };
    const result = await runCommand('go', ['install', ...packages.map((name) => `${name}@v${VERSION}`)], {
      signal,
      environment,
    });
    if (!result.found) {
      throw new Failure(
        'Go was not found. It is needed to build the full Temporal server.',
        'Install Go (https://go.dev/dl), or measure on the development server, without --full-server.',
      );
    }
    if (result.code !== 0) {
      throw new Failure(
        `Go could not build the Temporal server: ${errorLine(result)}`,
        "Check the network and Go's settings and start again, or measure without --full-server.",
      );
    }
  });
}

async function createSchema(tool: string, postgres: URL, signal: AbortSignal): Promise<void> {
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
      const result = await runCommand(tool, [...options, ...step], { signal, environment });
      if (result.code === 0) continue;
      throw new Failure(
        `Temporal's schema could not be created in ${database}: ${errorLine(result)}`,
        'Start again. If it fails again, delete the engines in BATON_CACHE so that they are built again.',
      );
    }
  }
}

/** The full Temporal server for measurements: all its services in one process, on the PostgreSQL that runs here. */
export async function temporalServer(options: EngineOptions, postgres: string): Promise<Engine> {
  const binaries = await buildTemporalServer(options);
  await createSchema(join(binaries, 'sql'), new URL(postgres), options.signal);
  const directory = join(options.directories.data, 'temporal');
  await mkdir(directory, { recursive: true });
  const port = options.ports.temporal;
  const address = `127.0.0.1:${port}`;
  const dynamicConfigFile = join(directory, 'tuning.yaml');
  await writeFile(dynamicConfigFile, stringify(serverDynamicConfig));
  const inner = await findFreePorts();
  const configuration = serverConfiguration({
    port,
    firstInternalPort: inner.issuer,
    postgres: new URL(postgres),
    dynamicConfigFile,
  });
  const file = join(directory, 'server.yaml');
  await writeFile(file, stringify(configuration), { mode: 0o600 });
  return {
    name: 'Temporal',
    address,
    origin: 'Go, the full server on PostgreSQL',
    assertUsable: async () => void (await isTemporalListening({ address })),
    specification: {
      name: 'temporal',
      stage: 'temporal',
      command: join(binaries, 'server'),
      parameters: ['--config-file', file, '--allow-no-auth', 'start'],
      isReady: () => isTemporalListening({ address }),
      readyWithinSeconds: 120,
    },
  };
}
