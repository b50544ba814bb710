import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startSystem } from '../system/start-system.ts';
import { print } from '../system/launcher.ts';
import type { LaunchContext } from '../system/launcher.ts';
import type { Directories } from '../directories.ts';
import type { Ports } from '../process/ports.ts';
import { runCommand } from '../process/run-command.ts';
import { withEngineSets } from './engine-sets.ts';
import { fuzz } from './fuzzer.ts';
import { addCounts, checkCount, countOf } from './test-count.ts';
import type { TestCount, JestReport } from './test-count.ts';
import { projectRoots, runTasks } from './nx-tasks.ts';
import { systemEnvironment } from './test-environment.ts';
import { startTraceCollector } from './trace-collector.ts';

export const parts = ['static', 'unit', 'integration', 'journey'] as const;
/** A part of the tests that can run alone. */
export type Part = (typeof parts)[number];

/** Each part has its own data and ports, so that none sees what another has left behind. */
export interface PartContext extends LaunchContext {
  readonly directories: Directories;
  readonly ports: Ports;
  /** The only project to test; all when undefined. */
  readonly project: string | undefined;
  /** Only the specs whose path matches this pattern; all when undefined. Needs a project. */
  readonly files: string | undefined;
}

async function checkFormat({ directories, signal }: PartContext): Promise<TestCount> {
  const prettier = join(directories.root, 'node_modules', '.bin', 'prettier');
  const result = await runCommand(prettier, ['--check', '.'], { signal, directory: directories.root });
  return checkCount(`format (fix it with npm run format)\n${result.output}`, result.code === 0);
}

/** Checks the language of everything that people read. */
async function checkLanguage({ directories, signal }: PartContext): Promise<TestCount> {
  const main = join(directories.root, 'infra', 'language', 'main.ts');
  const parameters = ['--conditions=@baton/source', '--disable-warning=ExperimentalWarning', main];
  const result = await runCommand(process.execPath, parameters, { signal, directory: directories.root });
  return checkCount(`language (npm run language lists it)\n${result.output}`, result.code === 0);
}

/** Checks that every sentence of the requirements names its code and its tests. */
async function checkSpecification({ directories, signal }: PartContext): Promise<TestCount> {
  const main = join(directories.root, 'infra', 'specification', 'main.ts');
  const result = await runCommand(process.execPath, [main], { signal, directory: directories.root });
  return checkCount(`specification (npm run specification lists it)\n${result.output}`, result.code === 0);
}

/** Checks the format, the language and the specification of the repository, and lint and types of each project. */
async function runStaticChecks(context: PartContext): Promise<TestCount> {
  const request = { ...context, name: 'static', targets: ['lint', 'typecheck'], parallel: 2, environment: {} };
  const outcomes = await runTasks(request);
  const counts = outcomes.map(({ project, target, passed, output }) =>
    checkCount(`${target} of ${project}\n${output.split('\n').slice(0, 40).join('\n')}`, passed),
  );
  const ofAll =
    context.project === undefined
      ? [await checkFormat(context), await checkLanguage(context), await checkSpecification(context)]
      : [];
  return addCounts([...ofAll, ...counts]);
}

const readReport = (file: string): Promise<JestReport | undefined> =>
  readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as JestReport,
    () => undefined,
  );

/** Each project writes a Jest report, which Nx restores together with a cached result. */
async function runJest(
  context: PartContext,
  part: Part,
  options: { target: string; parallel: number; environment: NodeJS.ProcessEnv },
): Promise<TestCount> {
  const projects = await projectRoots(context.directories, context.signal);
  const reportFile = (project: string): string =>
    join(context.directories.root, projects.get(project)?.root ?? '', 'test-results', `${part}.json`);
  await Promise.all([...projects.keys()].map((project) => rm(reportFile(project), { force: true })));
  const outcomes = await runTasks({ ...context, ...options, name: part, targets: [options.target] });
  const counts = outcomes.map(async ({ project, passed, output }) => {
    const count = countOf(await readReport(reportFile(project)), { name: `${part} tests of ${project}`, passed });
    if (!passed && count.passed === 0) print(output.split('\n').slice(-40).join('\n'));
    return count;
  });
  return addCounts(await Promise.all(counts));
}

/** Runs the tests of each project against real engines, without the other services. */
async function runIntegration(context: PartContext): Promise<TestCount> {
  const throwaway = { ...context, isThrowaway: true };
  // A few specs are not worth a second set of engines.
  const sets = context.files === undefined ? 2 : 1;
  // Two libraries in parallel, or one app (`parallelism` in their package.json) with a Jest worker for each set of engines.
  return withEngineSets(throwaway, sets, (environment) =>
    runJest(context, 'integration', { target: 'integration', parallel: 2, environment }),
  );
}

/** Names the fuzzer among the projects: `npm test -- journey fuzzer`. */
const FUZZER = 'fuzzer';
const isFuzzed = ({ project }: PartContext): boolean => project === undefined || project === FUZZER;

/** Runs journeys through the whole system, which sends its traces to a collector that journeys can read. */
async function runJourneys(context: PartContext): Promise<TestCount> {
  const traces = await startTraceCollector();
  try {
    // The fuzzer sends hundreds of wrong credentials, each of which must be refused as such.
    const serviceVariables = { ...traces.environment, RATE_LIMIT_WRONG_CREDENTIALS: '0' };
    const throwaway = { ...context, isThrowaway: true, serviceVariables };
    const engines = await startSystem(throwaway, context.supervisor, print);
    const environment = { ...systemEnvironment(context, engines), TEST_TRACES_URL: traces.url };
    const journeys = async (): Promise<TestCount> =>
      context.project === FUZZER
        ? addCounts([])
        : runJest(context, 'journey', { target: 'journey', parallel: 1, environment });
    // Last, because it changes and erases whatever it reaches.
    const counts = [await journeys(), ...(isFuzzed(context) ? [await fuzz(context)] : [])];
    return addCounts(counts);
  } finally {
    await traces.close();
  }
}

export function runPart(part: Part, context: PartContext): Promise<TestCount> {
  switch (part) {
    case 'static':
      return runStaticChecks(context);
    case 'unit':
      return runJest(context, part, { target: 'test', parallel: 2, environment: {} });
    case 'integration':
      return runIntegration(context);
    case 'journey':
      return runJourneys(context);
  }
}
