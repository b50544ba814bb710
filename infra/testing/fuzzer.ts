import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Directories } from '../directories.ts';
import { installFromPyPi } from '../engines/pypi.ts';
import type { Ports } from '../process/ports.ts';
import { runCommand } from '../process/run-command.ts';
import { localUrl } from '../system/services.ts';
import { addCounts, checkCount, emptyCount } from './test-count.ts';
import type { TestCount } from './test-count.ts';

const VERSION = '4.32.5';

/** How long each service is fuzzed. The handoff service has most of the routes. */
const seconds = { intake: 25, scoring: 20, handoff: 65, reporting: 20 } as const;
type FuzzedService = keyof typeof seconds;

/** One demo person of each role. */
const people = ['anna', 'kirill', 'tatiana', 'marina', 'arkady', 'olga', 'adam'];

interface FuzzOptions {
  readonly directories: Directories;
  readonly ports: Ports;
  readonly signal: AbortSignal;
}

/** The part of the fuzzer's report that is used here. */
export interface FuzzReport {
  readonly complete: boolean;
  readonly operations: { readonly total: number; readonly tested: number } | null;
  readonly test_cases: { readonly generated: number };
  readonly failures: readonly { readonly title: string; readonly operations: readonly string[] }[];
  readonly errors: readonly { readonly title: string }[];
}

/** Each operation of a service counts as one test, and so does the run itself. What a slow machine left out is skipped. */
export function countOfFuzzing(service: string, report: FuzzReport | undefined, output: string): TestCount {
  const failed = new Set(report?.failures.flatMap(({ operations }) => operations));
  const { total = 0, tested = 0 } = report?.operations ?? {};
  const isWhole = report?.complete === true && report.errors.length === 0 && tested > 0;
  return addCounts([
    checkCount(`fuzzing of ${service} did not run to its end\n${output}`, isWhole),
    { ...emptyCount, passed: Math.max(0, tested - failed.size), skipped: total - tested },
    ...[...failed].map((operation) => checkCount(`fuzzing of ${service}: ${operation}\n${output}`, false)),
  ]);
}

async function tokenOf(issuer: string, person: string): Promise<string> {
  const response = await fetch(`${issuer}/token?person=${person}`);
  if (!response.ok) throw new Error(`The issuer gave no token for ${person}: ${response.status}`);
  return (await response.text()).trim();
}

async function fuzzService(
  service: FuzzedService,
  { directories, ports, signal }: FuzzOptions,
  { installed, tokens }: { installed: string; tokens: readonly string[] },
): Promise<TestCount> {
  const settings = join(directories.root, 'infra', 'testing', 'fuzzer');
  const report = join(directories.logs, `fuzzer-${service}.json`);
  const url = localUrl(ports[service]);
  const result = await runCommand(
    'python3',
    [
      '-m',
      'schemathesis.cli',
      `--config-file=${join(settings, 'schemathesis.toml')}`,
      'run',
      `${url}/openapi.json`,
      `--url=${url}`,
      `--max-time=${seconds[service]}`,
      '--report=json',
      `--report-json-path=${report}`,
    ],
    {
      signal,
      directory: directories.data,
      environment: {
        ...process.env,
        PYTHONPATH: `${installed}:${settings}`,
        PYTHONDONTWRITEBYTECODE: '1',
        SCHEMATHESIS_HOOKS: 'hooks',
        FUZZER_TOKENS: tokens.join(','),
      },
    },
  );
  const text = await readFile(report, 'utf8').catch(() => undefined);
  return countOfFuzzing(service, text === undefined ? undefined : (JSON.parse(text) as FuzzReport), result.output);
}

/**
 * Sends generated requests to every route of the running services, as people of all roles, and compares each answer with
 * the OpenAPI document. Erases and changes what it finds.
 */
export async function fuzz(options: FuzzOptions): Promise<TestCount> {
  const installed = await installFromPyPi(
    {
      name: 'the fuzzer',
      directory: `schemathesis-${VERSION}`,
      requirements: join(options.directories.root, 'infra', 'testing', 'fuzzer', 'requirements.txt'),
      remedy: '',
    },
    options,
  );
  const tokens = await Promise.all(people.map((person) => tokenOf(localUrl(options.ports.issuer), person)));
  const run = (service: FuzzedService): Promise<TestCount> => fuzzService(service, options, { installed, tokens });
  // The run of the handoff service takes as long as those of the others together.
  const [handoff, others] = await Promise.all([
    run('handoff'),
    run('intake').then(async (intake) => addCounts([intake, await run('scoring'), await run('reporting')])),
  ]);
  return addCounts([handoff, others]);
}
