import { Client, Connection } from '@temporalio/client';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import pg from 'pg';
import { median, formatNumber } from './statistics.ts';
import type { BenchSystem } from './bench-system.ts';

/** The machine and the engines of a measurement. */
export interface BenchEnvironment {
  machine: string;
  system: string;
  node: string;
  engines: string[];
  /** The load average over a minute, before and after the measurement. */
  load: string;
}

const COMMIT_PROBES = 200;

function systemName(): string {
  try {
    const name = /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
    return `${name ?? type()}, kernel ${release()}`;
  } catch {
    return `${type()} ${release()}`;
  }
}

/** How long the commit of one row takes: the least that any durable response costs. */
async function commitMilliseconds(client: pg.Client): Promise<number> {
  await client.query('CREATE SCHEMA IF NOT EXISTS bench');
  await client.query('CREATE TABLE IF NOT EXISTS bench.probe (number integer)');
  const times: number[] = [];
  for (let number = 0; number < COMMIT_PROBES; number += 1) {
    const begin = performance.now();
    await client.query('INSERT INTO bench.probe VALUES ($1)', [number]);
    times.push(performance.now() - begin);
  }
  await client.query('DROP TABLE bench.probe');
  return median(times);
}

async function postgresEngine({ postgres, engines }: BenchSystem): Promise<string> {
  const client = new pg.Client({ connectionString: postgres });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      'SELECT name, setting FROM pg_settings WHERE name = ANY ($1) ORDER BY name',
      [['server_version', 'fsync', 'synchronous_commit', 'full_page_writes']],
    );
    const version = rows.find(({ name }) => name === 'server_version')?.setting ?? 'of an unknown version';
    const safety = rows
      .filter(({ name }) => name !== 'server_version')
      .map(({ name, setting }) => `${name} ${setting}`);
    const commit = formatNumber(await commitMilliseconds(client));
    return `PostgreSQL ${version} (${engines.postgres}; ${safety.join(', ')}; a commit of one row takes ${commit} ms)`;
  } finally {
    await client.end();
  }
}

async function temporalEngine({ temporal, engines }: BenchSystem): Promise<string> {
  const connection = await Connection.connect({ address: temporal });
  try {
    const { serverVersion } = await new Client({ connection }).workflowService.getSystemInfo({});
    return `Temporal ${serverVersion} (${engines.temporal})`;
  } finally {
    await connection.close();
  }
}

export const minuteLoad = (): string => formatNumber(loadavg()[0] ?? NaN);

/** Read before the measurement starts. */
export async function readEnvironment(system: BenchSystem): Promise<BenchEnvironment> {
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return {
    machine: `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, ${gibibytes} GiB of memory`,
    system: systemName(),
    node: process.version,
    engines: [await postgresEngine(system), `Kafka ${system.engines.kafka}`, await temporalEngine(system)],
    load: `${minuteLoad()} before`,
  };
}
