import { join } from 'node:path';
import type { Directories } from '../directories.ts';
import { cachedDirectory } from '../engines/download.ts';
import { Failure } from '../failure.ts';
import { errorLine, runCommand } from '../process/run-command.ts';
import type { CommandResult } from '../process/run-command.ts';

const PODMAN_COMPOSE = 'podman-compose==1.6.0';

/** A program that runs containers, and the one that reads docker-compose.yml for it. */
export interface ContainerEngine {
  readonly name: 'docker' | 'podman';
  /** Runs a command of the engine, such as `build`. */
  readonly run: (parameters: readonly string[]) => Promise<CommandResult>;
  readonly compose: (parameters: readonly string[], environment: NodeJS.ProcessEnv) => Promise<CommandResult>;
  /** Parameters of `build` that this engine needs. */
  readonly buildOptions: readonly string[];
}

interface Options {
  readonly directories: Directories;
  readonly signal: AbortSignal;
}

const succeeds = async (command: string, parameters: readonly string[], signal: AbortSignal): Promise<boolean> =>
  (await runCommand(command, parameters, { signal })).code === 0;

/** Docker with its Compose plugin, or Podman with podman-compose, which is downloaded if it is missing. @throws Failure */
export async function findContainerEngine({ directories, signal }: Options): Promise<ContainerEngine> {
  const directory = directories.root;
  const isDocker =
    (await succeeds('docker', ['compose', 'version'], signal)) && (await succeeds('docker', ['info'], signal));
  if (isDocker) {
    return {
      name: 'docker',
      run: (parameters) => runCommand('docker', parameters, { signal, directory }),
      compose: (parameters, environment) =>
        runCommand('docker', ['compose', ...parameters], { signal, directory, environment }),
      buildOptions: [],
    };
  }
  if (await succeeds('podman', ['info'], signal)) {
    const { command, environment: own } = await podmanCompose(directories, signal);
    return {
      name: 'podman',
      run: (parameters) => runCommand('podman', parameters, { signal, directory }),
      compose: (parameters, environment) =>
        runCommand(command, parameters, { signal, directory, environment: { ...environment, ...own } }),
      // Works as root inside a container or a restricted machine too.
      buildOptions: ['--isolation=chroot', '--network=host', '--layers'],
    };
  }
  throw new Failure(
    'Neither Docker with Compose nor Podman was found, or they do not run.',
    'Install Docker (https://docs.docker.com/engine/install) or Podman, and try again.',
  );
}

async function podmanCompose(
  directories: Directories,
  signal: AbortSignal,
): Promise<{ command: string; environment: NodeJS.ProcessEnv }> {
  if (await succeeds('podman-compose', ['--version'], signal)) return { command: 'podman-compose', environment: {} };
  const directory = await cachedDirectory(directories.cache, PODMAN_COMPOSE.replace('==', '-'), async (target) => {
    const install = ['-m', 'pip', 'install', '--quiet', '--target', target, PODMAN_COMPOSE];
    const result = await runCommand('python3', install, { signal });
    if (result.code === 0) return;
    throw new Failure(`pip could not download ${PODMAN_COMPOSE}: ${errorLine(result)}`, 'Install podman-compose.');
  });
  return { command: join(directory, 'bin', 'podman-compose'), environment: { PYTHONPATH: directory } };
}
