import type { Directories } from '../directories.ts';
import { Failure } from '../failure.ts';
import { errorLine, runCommand } from '../process/run-command.ts';
import { cachedDirectory } from './download.ts';

/** What to install from PyPI, and what to do when that fails. */
export interface PythonPackages {
  /** For people. */
  readonly name: string;
  /** The directory in the cache; it names the version. */
  readonly directory: string;
  /** A requirements file with the hash of each file. */
  readonly requirements: string;
  readonly remedy: string;
}

/** Installs the packages into the cache, once, and returns the directory. */
export function installFromPyPi(
  { name, directory, requirements, remedy }: PythonPackages,
  { directories, signal }: { directories: Directories; signal: AbortSignal },
): Promise<string> {
  return cachedDirectory(directories.cache, directory, async (target) => {
    const result = await runCommand(
      'python3',
      [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--disable-pip-version-check',
        '--no-deps',
        '--only-binary=:all:',
        '--require-hashes',
        '--target',
        target,
        '--requirement',
        requirements,
      ],
      { signal },
    );
    if (!result.found || /No module named pip/.test(result.output)) {
      throw new Failure(
        `${result.found ? 'pip for Python 3' : 'Python 3'} was not found. It is needed once to download ${name}.`,
        `Install it (Debian and Ubuntu: apt install python3-pip; macOS: brew install python)${remedy}.`,
      );
    }
    if (result.code !== 0) {
      throw new Failure(
        `pip could not download ${name}: ${errorLine(result)}`,
        `Check the network and pip's settings and start again${remedy}.`,
      );
    }
  });
}
