import { mkdirSync, statfsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diskFull } from './failure.ts';

/** Where one running Baton keeps its things. */
export interface Place {
  /** The clone. */
  readonly root: string;
  /** Data of the engines, keys and secrets; `.baton/` of the clone, or a temporary directory in tests. */
  readonly data: string;
  readonly logs: string;
  readonly secrets: string;
  /** Engines from the package registries, shared by all clones of this user. */
  readonly cache: string;
}

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const NEEDED_MEGABYTES = 500;

/** The place of this clone; `data` moves it elsewhere, as tests do. */
export function placeAt(data = process.env['BATON_DATA'] ?? join(root, '.baton')): Place {
  return {
    root,
    data,
    logs: join(data, 'logs'),
    secrets: join(data, 'secrets'),
    cache: process.env['BATON_CACHE'] ?? join(homedir(), '.cache', 'baton'),
  };
}

/** Makes the directories, and fails early when the disk cannot hold what will come. */
export function prepare(place: Place): void {
  for (const directory of [place.data, place.logs, place.cache]) mkdirSync(directory, { recursive: true });
  mkdirSync(place.secrets, { recursive: true, mode: 0o700 });
  for (const directory of [place.data, place.cache]) {
    const disk = statfsSync(directory);
    const free = Math.floor((disk.bavail * disk.bsize) / 1_048_576);
    if (free < NEEDED_MEGABYTES) throw diskFull(`${free} MB left at ${directory}, ${NEEDED_MEGABYTES} MB are needed`);
  }
}
