import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { accountHome } from '../engines/postgres-account.ts';
import type { Directories } from '../directories.ts';

/** A directory whose data outlives a stop. */
export interface DataDirectory {
  /** Its name in a backup. */
  readonly name: string;
  readonly path: string;
}

/** Listed by name, because BATON_DATA may point to a directory that holds other files too. */
const dataDirectoryNames = ['postgres', 'kafka', 'temporal', 'issuer', 'secrets'];

/** Where data can be. When root starts PostgreSQL, its data is where the account that runs it has access. */
export const dataDirectories = (directories: Directories): DataDirectory[] => [
  ...dataDirectoryNames.map((name) => ({ name, path: join(directories.data, name) })),
  ...(process.getuid?.() === 0 ? [{ name: 'postgres-of-root', path: join(accountHome(directories), 'postgres') }] : []),
];

/** The data directories that exist. */
export const existingDataDirectories = (directories: Directories): DataDirectory[] =>
  dataDirectories(directories).filter(({ path }) => existsSync(path));
