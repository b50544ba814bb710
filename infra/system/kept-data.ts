import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { accountHome } from '../engines/postgres-account.ts';
import type { Place } from './place.ts';

/** One directory of data that outlives a stop. */
export interface KeptData {
  /** Its name in a backup. */
  readonly name: string;
  readonly path: string;
}

/** By name and not the whole directory: BATON_DATA may point at one that holds other things too. */
const names = ['postgres', 'kafka', 'temporal', 'issuer', 'secrets'];

/** Where data can lie here. As root, PostgreSQL keeps its own where the account that it runs as can get to. */
export const possibleData = (place: Place): KeptData[] => [
  ...names.map((name) => ({ name, path: join(place.data, name) })),
  ...(process.getuid?.() === 0 ? [{ name: 'postgres-of-root', path: join(accountHome(place), 'postgres') }] : []),
];

/** The data that are there. */
export const keptData = (place: Place): KeptData[] => possibleData(place).filter(({ path }) => existsSync(path));
