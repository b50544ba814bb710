import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { timeSkippingServer } from '../engines/time-skipping.ts';
import { startEngines, startSystem } from '../system/bring-up.ts';
import { tell } from '../system/launcher.ts';
import type { Launched } from '../system/launcher.ts';
import type { Place } from '../system/place.ts';
import type { Ports } from '../system/ports.ts';
import { run } from '../system/run.ts';
import { countOf, nothing, single, sum } from './count.ts';
import type { Count, JestReport } from './count.ts';
import { projectRoots, runTasks } from './nx-tasks.ts';
import { engineEnvironment, systemEnvironment } from './test-environment.ts';
import { collectTraces } from './trace-collector.ts';

export const parts = ['static', 'unit', 'integration', 'journey'] as const;
/** A part of the tests that can be run alone. */
export type Part = (typeof parts)[number];

/** What a part runs in: data and ports of its own, so that none sees what another has left behind. */
export interface PartSetting extends Launched {
  readonly place: Place;
  readonly ports: Ports;
  /** Only this project; all when undefined. */
  readonly project: string | undefined;
}

async function formatted({ place, signal }: PartSetting): Promise<Count> {
  const prettier = join(place.root, 'node_modules', '.bin', 'prettier');
  const result = await run(prettier, ['--check', '.'], { signal, directory: place.root });
  return single(`format (npm run format mends it)\n${result.output}`, result.code === 0);
}

/** Format, lint and types: one check a project. */
async function checks(setting: PartSetting): Promise<Count> {
  const request = { ...setting, name: 'static', targets: ['lint', 'typecheck'], parallel: 2, environment: {} };
  const outcomes = await runTasks(request);
  const counts = outcomes.map(({ project, target, passed, output }) =>
    single(`${target} of ${project}\n${output.split('\n').slice(0, 40).join('\n')}`, passed),
  );
  return sum([setting.project === undefined ? await formatted(setting) : nothing, ...counts]);
}

const reportOf = (file: string): Promise<JestReport | undefined> =>
  readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as JestReport,
    () => undefined,
  );

/** Jest runs: each project writes its own report, which Nx brings back with a cached result. */
async function tests(
  setting: PartSetting,
  part: Part,
  options: { target: string; parallel: number; environment: NodeJS.ProcessEnv },
): Promise<Count> {
  const projects = await projectRoots(setting.place, setting.signal);
  const reportFile = (project: string): string =>
    join(setting.place.root, projects.get(project)?.root ?? '', 'test-results', `${part}.json`);
  await Promise.all([...projects.keys()].map((project) => rm(reportFile(project), { force: true })));
  const outcomes = await runTasks({ ...setting, ...options, name: part, targets: [options.target] });
  const counts = outcomes.map(async ({ project, passed, output }) => {
    const count = countOf(await reportOf(reportFile(project)), { name: `${part} tests of ${project}`, passed });
    if (!passed && count.passed === 0) tell(output.split('\n').slice(-40).join('\n'));
    return count;
  });
  return sum(await Promise.all(counts));
}

/** Each project against the engines, without the other services. */
async function integration(setting: PartSetting): Promise<Count> {
  const throwaway = { ...setting, isThrowaway: true };
  const [engines, timeSkipping] = await Promise.all([
    startEngines(throwaway, setting.supervisor, tell),
    timeSkippingServer(throwaway),
  ]);
  const environment = { ...engineEnvironment(setting, engines), TEST_TIME_SKIPPING_SERVER: timeSkipping };
  // Two at a time, but for the apps (`parallelism` in their package.json), which read each other's topics.
  return tests(setting, 'integration', { target: 'integration', parallel: 2, environment });
}

/** Whole journeys through the whole system, which sends its traces to where a journey can read them. */
async function journey(setting: PartSetting): Promise<Count> {
  const traces = await collectTraces();
  try {
    const throwaway = { ...setting, isThrowaway: true, serviceVariables: traces.environment };
    const engines = await startSystem(throwaway, setting.supervisor, tell);
    const environment = { ...systemEnvironment(setting, engines), TEST_TRACES_URL: traces.url };
    return await tests(setting, 'journey', { target: 'journey', parallel: 1, environment });
  } finally {
    await traces.close();
  }
}

/** Runs one part. */
export function runPart(part: Part, setting: PartSetting): Promise<Count> {
  switch (part) {
    case 'static':
      return checks(setting);
    case 'unit':
      return tests(setting, part, { target: 'test', parallel: 2, environment: {} });
    case 'integration':
      return integration(setting);
    case 'journey':
      return journey(setting);
  }
}
