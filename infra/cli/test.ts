import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { timeSkippingServer } from '../engines/time-skipping.ts';
import { startEngines, startSystem } from '../system/bring-up.ts';
import { Failure } from '../system/failure.ts';
import { type Launched, launch, tell } from '../system/launcher.ts';
import { type Place, prepare } from '../system/place.ts';
import { freeBlock, type Ports } from '../system/ports.ts';
import { run } from '../system/run.ts';
import { local } from '../system/services.ts';
import { type Count, countOf, isGood, type JestReport, lastLineOf, nothing, single, sum } from '../testing/count.ts';
import { projectRoots, runTasks } from '../testing/nx-tasks.ts';
import { removeAbandoned, temporaryPlace } from '../testing/temporary-place.ts';

const parts = ['static', 'unit', 'integration', 'journey'] as const;
type Part = (typeof parts)[number];

interface Run extends Launched {
  readonly place: Place;
  readonly ports: Ports;
  readonly wanted: readonly Part[];
  readonly project: string | undefined;
}

const isPart = (text: string): text is Part => (parts as readonly string[]).includes(text);

function request(parameters: readonly string[]): { wanted: readonly Part[]; project: string | undefined } {
  const [part, project] = parameters;
  if (part === undefined) return { wanted: parts, project };
  if (isPart(part)) return { wanted: [part], project };
  throw new Failure(`There is no part "${part}" of the tests.`, `npm test -- ${parts.join('|')} [project]`);
}

const minutes = (since: number): string => `${((Date.now() - since) / 60_000).toFixed(1)} min`;

async function formatted({ place, signal }: Run): Promise<Count> {
  const prettier = join(place.root, 'node_modules', '.bin', 'prettier');
  const result = await run(prettier, ['--check', '.'], { signal, directory: place.root });
  if (result.code !== 0) tell(result.output);
  return single('format (npm run format mends it)', result.code === 0);
}

async function reportOf(file: string): Promise<JestReport | undefined> {
  return readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as JestReport,
    () => undefined,
  );
}

/** Lint and types: one check a project. */
async function checks(current: Run): Promise<Count> {
  const outcomes = await runTasks({
    ...current,
    name: 'static',
    targets: ['lint', 'typecheck'],
    parallel: 2,
    environment: {},
  });
  return sum(
    outcomes.map(({ project, target, passed, output }) =>
      single(`${target} of ${project}\n${output.split('\n').slice(0, 40).join('\n')}`, passed),
    ),
  );
}

/** Jest runs: each project writes its own report, which Nx brings back with a cached result. */
async function tests(current: Run, part: Part, target: string, environment: NodeJS.ProcessEnv): Promise<Count> {
  const projects = await projectRoots(current.place, current.signal);
  const reportFile = (project: string): string =>
    join(current.place.root, projects.get(project)?.root ?? '', 'test-results', `${part}.json`);
  await Promise.all([...projects.keys()].map((project) => rm(reportFile(project), { force: true })));
  const parallel = part === 'unit' ? 2 : 1;
  const outcomes = await runTasks({ ...current, name: part, targets: [target], parallel, environment });
  const counts = outcomes.map(async ({ project, passed, output }) => {
    const count = countOf(await reportOf(reportFile(project)), { name: `${part} tests of ${project}`, passed });
    if (!passed && count.passed === 0) tell(output.split('\n').slice(-40).join('\n'));
    return count;
  });
  return sum(await Promise.all(counts));
}

async function withEngines(current: Run): Promise<Count> {
  const setting = { ...current, isThrowaway: true };
  const [engines, timeSkipping] = await Promise.all([
    startEngines(setting, current.supervisor, tell),
    timeSkippingServer(setting),
  ]);
  const environment = {
    TEST_POSTGRES_URL: engines.addresses.postgres,
    TEST_KAFKA_BROKERS: engines.addresses.kafka,
    TEST_TEMPORAL_ADDRESS: engines.addresses.temporal,
    TEST_TIME_SKIPPING_SERVER: timeSkipping,
    // Names and process ids of the engines, for tests that kill one; it is started again by itself.
    TEST_RUNNING_STATE: join(current.place.data, 'running.json'),
  };
  return part(current, 'integration', () => tests(current, 'integration', 'integration', environment));
}

/**
 * The journeys see one whole system, on engines of its own: what other tests have left on theirs is no part of it.
 * They get its addresses, and where it writes its logs.
 */
async function withSystem(current: Run): Promise<Count> {
  const { place, dispose } = await temporaryPlace();
  prepare(place);
  const ports = await freeBlock();
  let count: Count | undefined;
  try {
    count = await launch(place, ports.issuer, async ({ supervisor, signal }) => {
      const { addresses } = await startSystem({ place, ports, signal, isThrowaway: true }, supervisor, tell);
      return part(current, 'journey', () =>
        tests(current, 'journey', 'journey', {
          TEST_POSTGRES_URL: addresses.postgres,
          TEST_KAFKA_BROKERS: addresses.kafka,
          TEST_TEMPORAL_ADDRESS: addresses.temporal,
          TEST_ISSUER_URL: local(ports.issuer),
          TEST_INTAKE_URL: local(ports.intake),
          TEST_SCORING_URL: local(ports.scoring),
          TEST_HANDOFF_URL: local(ports.handoff),
          TEST_REPORTING_URL: local(ports.reporting),
          TEST_WORKER_URL: local(ports.handoffWorker),
          TEST_LOGS: place.logs,
          TEST_RUNNING_STATE: join(place.data, 'running.json'),
        }),
      );
    });
  } finally {
    if (!count || !isGood(count)) await keepLogs(current.place, place, 'system-logs');
    await dispose();
  }
  return count ?? nothing;
}

/** What ran tells in its logs why a test failed. */
async function keepLogs(clone: Place, place: Place, name: string): Promise<void> {
  await cp(place.logs, join(clone.root, 'test-results', name), { recursive: true, force: true });
}

async function inOrder(steps: readonly (() => Promise<Count>)[]): Promise<Count> {
  let total = nothing;
  for (const step of steps) total = sum([total, await step()]);
  return total;
}

/** One part, if it is wanted, with a line about how it went. */
async function part(current: Run, name: Part, work: () => Promise<Count>): Promise<Count> {
  if (!current.wanted.includes(name)) return nothing;
  const begin = Date.now();
  const count = await work();
  tell(`${name}: ${lastLineOf(count)} (${minutes(begin)})`);
  return count;
}

async function runAll(current: Run): Promise<Count> {
  const { project, wanted } = current;
  return inOrder([
    () =>
      part(current, 'static', async () =>
        sum([project === undefined ? await formatted(current) : nothing, await checks(current)]),
      ),
    () => part(current, 'unit', () => tests(current, 'unit', 'test', {})),
    async () => (wanted.includes('integration') ? withEngines(current) : nothing),
    async () => (wanted.includes('journey') ? withSystem(current) : nothing),
  ]);
}

function summary(count: Count, begin: number): void {
  if (count.failures.length > 0) tell(`\nFailed:\n${count.failures.map((each) => `  ✖ ${each}`).join('\n')}`);
  tell(`\n${count.skipped} skipped, ${minutes(begin)}`);
  tell(lastLineOf(count));
}

/** `npm test`: every check on engines of its own, so that a running system is never touched. */
export async function test(parameters: readonly string[]): Promise<number> {
  const begin = Date.now();
  const { wanted, project } = request(parameters);
  await removeAbandoned();
  const { place, dispose } = await temporaryPlace();
  prepare(place);
  const ports = await freeBlock();
  let count: Count | undefined;
  try {
    count = await launch(place, ports.issuer, (launched) => runAll({ ...launched, place, ports, wanted, project }));
  } finally {
    if (!count || !isGood(count)) await keepLogs(place, place, 'engine-logs');
    await dispose();
  }
  if (!count) return 130;
  summary(count, begin);
  return isGood(count) ? 0 : 1;
}
