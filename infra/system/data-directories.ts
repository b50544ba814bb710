import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { accountHome } from '../engines/postgres-account.ts';
import type { Directories } from '../directories.ts';

/** One directory of data that outlives a stop. */
export interface DataDirectory {
  /** Its name in a backup. */
  readonly name: string;
  readonly path: string;
}

/** By name and not the whole directory: BATON_DATA may point at one that holds other things too. */
const dataDirectoryNames = ['postgres', 'kafka', 'temporal', 'issuer', 'secrets'];

/** Where data can lie here. As root, PostgreSQL keeps its own where the account that it runs as can get to. */
export const dataDirectories = (directories: Directories): DataDirectory[] => [
  ...dataDirectoryNames.map((name) => ({ name, path: join(directories.data, name) })),
  ...(process.getuid?.() === 0 ? [{ name: 'postgres-of-root', path: join(accountHome(directories), 'postgres') }] : []),
];

/** The data that are there. */
export const existingDataDirectories = (directories: Directories): DataDirectory[] =>
  dataDirectories(directories).filter(({ path }) => existsSync(path));
