import { existsSync } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import type { Directories } from '../directories.ts';
import { abandonedDatabases } from './postgres-account.ts';
import type { PostgresAccount } from './postgres-account.ts';

const holdsDatabase = (base: string): boolean => existsSync(join(base, 'data'));

/** The other engines that already have data here. */
const otherEnginesWithData = ({ data }: Directories): string[] =>
  [
    { engine: 'Kafka', trace: join(data, 'kafka', 'log') },
    { engine: 'Temporal', trace: join(data, 'temporal', 'temporal.db') },
  ]
    .filter(({ trace }) => existsSync(trace))
    .map(({ engine }) => engine);

/** An empty database would hide that the old one is missing, when the other engines still have their data. */
function assertNoMissingDatabase(directories: Directories, account: PostgresAccount, base: string): void {
  const others = otherEnginesWithData(directories);
  if (others.length === 0) return;
  const abandoned = abandonedDatabases(account).map((database) => `mv ${database} ${join(account.home, 'postgres')}`);
  throw new Failure(
    `${others.join(' and ')} ${others.length > 1 ? 'have' : 'has'} data in ${directories.data}, but PostgreSQL has none and would start empty.`,
    abandoned.length > 0
      ? `If this clone was moved, move its database too: ${abandoned.join(', or ')}. Or delete all data: npm run reset.`
      : `Restore ${base}, set BATON_POSTGRES_URL if the database is elsewhere, or delete all data: npm run reset.`,
  );
}

/**
 * The directory of the database: in the clone, or in the home of the account that runs PostgreSQL when it cannot read the
 * clone.
 */
async function baseDirectory(directories: Directories, account: PostgresAccount): Promise<string> {
  const inClone = join(directories.data, 'postgres');
  await mkdir(inClone, { recursive: true });
  const isReachable = account.canReach(inClone);
  if (isReachable && holdsDatabase(inClone)) return inClone;
  const outside = join(account.home, 'postgres');
  if (account.user && holdsDatabase(outside)) return outside;
  if (holdsDatabase(inClone))
    throw new Failure(
      `The data of PostgreSQL is in ${inClone}, but the account "postgres" that runs PostgreSQL cannot read it.`,
      `Move it: mv ${inClone} ${outside}`,
    );
  const base = isReachable ? inClone : outside;
  assertNoMissingDatabase(directories, account, base);
  return base;
}

/** The data directory of PostgreSQL, in a directory that belongs to its account. */
export async function dataDirectory(directories: Directories, account: PostgresAccount): Promise<string> {
  const base = await baseDirectory(directories, account);
  await mkdir(base, { recursive: true });
  if (account.user) await chown(base, account.user.uid, account.user.gid);
  return join(base, 'data');
}
