import { mkdirSync, statfsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { diskFullFailure } from './failure.ts';

/** Where one running Baton keeps its things. */
export interface Directories {
  /** The clone. */
  readonly root: string;
  /** Data of the engines, keys and secrets; `.baton/` of the clone, or a temporary directory in tests. */
  readonly data: string;
  readonly logs: string;
  readonly secrets: string;
  /** Engines from the package registries, shared by all clones of this user. */
  readonly cache: string;
}

const root = dirname(import.meta.dirname);
const MINIMUM_FREE_MEGABYTES = 500;

/** The place of this clone; `data` moves it elsewhere, as tests do. */
export function directoriesAt(data = process.env['BATON_DATA'] ?? join(root, '.baton')): Directories {
  return {
    root,
    data,
    logs: join(data, 'logs'),
    secrets: join(data, 'secrets'),
    cache: process.env['BATON_CACHE'] ?? join(homedir(), '.cache', 'baton'),
  };
}

/** Makes the directories, and fails early when the disk cannot hold what will come. */
export function createDirectories(directories: Directories): void {
  for (const directory of [directories.data, directories.logs, directories.cache])
    mkdirSync(directory, { recursive: true });
  mkdirSync(directories.secrets, { recursive: true, mode: 0o700 });
  for (const directory of [directories.data, directories.cache]) {
    const disk = statfsSync(directory);
    const free = Math.floor((disk.bavail * disk.bsize) / 1_048_576);
    if (free < MINIMUM_FREE_MEGABYTES)
      throw diskFullFailure(`${free} MB left at ${directory}, ${MINIMUM_FREE_MEGABYTES} MB are needed`);
  }
}
