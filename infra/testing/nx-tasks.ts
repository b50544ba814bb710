import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { finished } from 'node:stream/promises';
import { nxEnvironment } from '../system/build.ts';
import { Failure } from '../failure.ts';
import type { Directories } from '../directories.ts';
import { errorLine, runCommand } from '../process/run-command.ts';

/** One target of one project, and whether it passed. */
export interface TaskOutcome {
  readonly project: string;
  readonly target: string;
  readonly passed: boolean;
  /** What the task printed; empty when it passed. */
  readonly output: string;
}

export interface TaskRequest {
  readonly directories: Directories;
  readonly name: string;
  readonly targets: readonly string[];
  readonly project: string | undefined;
  /** Passed on to Jest as the pattern of the specs to run. */
  readonly files: string | undefined;
  readonly parallel: number;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

const nxCommand = (directories: Directories): string => join(directories.root, 'node_modules', '.bin', 'nx');

/** The root directory and the targets of each project, by its name. */
export async function projectRoots(
  directories: Directories,
  signal: AbortSignal,
): Promise<Map<string, { root: string; targets: string[] }>> {
  const file = join(directories.data, 'graph.json');
  const result = await runCommand(nxCommand(directories), ['graph', '--file', file], {
    signal,
    directory: directories.root,
    environment: nxEnvironment(directories),
  });
  if (result.code !== 0) {
    throw new Failure(`Nx could not read the workspace: ${errorLine(result)}`, 'Run npx nx graph to see why.');
  }
  const { graph } = JSON.parse(await readFile(file, 'utf8')) as {
    graph: { nodes: Record<string, { data: { root: string; targets?: Record<string, unknown> } }> };
  };
  return new Map(
    Object.entries(graph.nodes).map(([name, { data }]) => [
      name,
      { root: data.root, targets: Object.keys(data.targets ?? {}) },
    ]),
  );
}

interface ProfileEvent {
  readonly args?: { readonly target?: { readonly project: string; readonly target: string }; readonly status?: string };
}

/** The status of each task from the profile that Nx writes; a task that is missing was never run. */
async function taskStatuses(profile: string): Promise<Map<string, string>> {
  const events = JSON.parse(await readFile(profile, 'utf8').catch(() => '[]')) as ProfileEvent[];
  return new Map(
    events.flatMap(({ args }): [string, string][] =>
      args?.target && args.status ? [[`${args.target.project}:${args.target.target}`, args.status]] : [],
    ),
  );
}

const passedStatuses = new Set(['success', 'local-cache', 'local-cache-kept-existing', 'remote-cache']);

/** The part of Nx's output that belongs to one task. */
const outputOf = (log: string, task: string): string =>
  log
    .split(/^> nx run /m)
    .filter((part) => part.startsWith(task))
    .map((part) => part.split(/^ NX /m)[0] ?? '')
    .join('')
    .trim();

/** Runs targets through Nx, all of them even when one fails, and returns the outcome of each. */
export async function runTasks(request: TaskRequest): Promise<TaskOutcome[]> {
  const { directories, name, targets, project, signal } = request;
  const results = join(directories.root, 'test-results');
  await mkdir(results, { recursive: true });
  const logFile = join(results, `${name}.log`);
  const profile = join(results, `${name}.profile.json`);
  await rm(profile, { force: true });
  const log = createWriteStream(logFile);
  await runCommand(
    nxCommand(directories),
    [
      'run-many',
      '-t',
      targets.join(','),
      '--outputStyle=static',
      '--nxBail=false',
      `--parallel=${request.parallel}`,
      ...(project === undefined ? [] : [`--projects=${project}`]),
      ...(request.files === undefined ? [] : ['--', request.files]),
    ],
    {
      signal,
      directory: directories.root,
      environment: {
        ...nxEnvironment(directories),
        ...request.environment,
        FORCE_COLOR: '0',
        NX_PROFILE: relative(directories.root, profile),
      },
      onOutput: (chunk) => void log.write(chunk),
    },
  ).finally(() => finished(log.end()));
  const text = await readFile(logFile, 'utf8');
  const statuses = await taskStatuses(profile);
  const projects = await projectRoots(directories, signal);
  return [...projects].flatMap(([each, { targets: projectTargets }]) =>
    targets
      .filter(
        (target) => projectTargets.includes(target) && (project === undefined || project.split(',').includes(each)),
      )
      .map((target) => {
        const passed = passedStatuses.has(statuses.get(`${each}:${target}`) ?? '');
        return { project: each, target, passed, output: passed ? '' : outputOf(text, `${each}:${target}`) };
      }),
  );
}
