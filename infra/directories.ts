import { mkdirSync, statfsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { diskFullFailure } from './failure.ts';

/** Where one Baton keeps its files. */
export interface Directories {
  /** The clone of the repository. */
  readonly root: string;
  /** Data of the engines, keys and secrets; `.baton/` of the clone, or a temporary directory in tests. */
  readonly data: string;
  readonly logs: string;
  readonly secrets: string;
  /** Engines from the package registries. All clones of this user share them. */
  readonly cache: string;
}

const root = dirname(import.meta.dirname);
const MINIMUM_FREE_MEGABYTES = 500;

/** The directories of this clone. Tests keep their data elsewhere. */
export function directoriesAt(data = process.env['BATON_DATA'] ?? join(root, '.baton')): Directories {
  return {
    root,
    data,
    logs: join(data, 'logs'),
    secrets: join(data, 'secrets'),
    cache: process.env['BATON_CACHE'] ?? join(homedir(), '.cache', 'baton'),
  };
}

/** Creates the directories. Fails when the disk has too little space left to run Baton. */
export function createDirectories(directories: Directories): void {
  for (const directory of [directories.data, directories.logs, directories.cache])
    mkdirSync(directory, { recursive: true });
  mkdirSync(directories.secrets, { recursive: true, mode: 0o700 });
  for (const directory of [directories.data, directories.cache]) {
    const disk = statfsSync(directory);
    const free = Math.floor((disk.bavail * disk.bsize) / 1_048_576);
    if (free < MINIMUM_FREE_MEGABYTES)
      throw diskFullFailure(`${free} MB left at ${directory}, ${MINIMUM_FREE_MEGABYTES} MB needed`);
  }
}
