import { existsSync } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import type { Directories } from '../directories.ts';
import { abandonedDatabases } from './postgres-account.ts';
import type { PostgresAccount } from './postgres-account.ts';

const holdsDatabase = (base: string): boolean => existsSync(join(base, 'data'));

/** The engines that have been here before, by what they have left. */
const otherEnginesWithData = ({ data }: Directories): string[] =>
  [
    { engine: 'Kafka', trace: join(data, 'kafka', 'log') },
    { engine: 'Temporal', trace: join(data, 'temporal', 'temporal.db') },
  ]
    .filter(({ trace }) => existsSync(trace))
    .map(({ engine }) => engine);

/** A database that is made anew beside the data of the other engines would hide that the old one is missing. */
function assertNoMissingDatabase(directories: Directories, account: PostgresAccount, base: string): void {
  const others = otherEnginesWithData(directories);
  if (others.length === 0) return;
  const abandoned = abandonedDatabases(account).map((database) => `mv ${database} ${join(account.home, 'postgres')}`);
  throw new Failure(
    `${others.join(' and ')} hold data in ${directories.data}, but PostgreSQL's are not there: it would start empty.`,
    abandoned.length > 0
      ? `If this clone was moved, move its database too: ${abandoned.join(', or ')}. Or begin afresh: npm run reset.`
      : `Put ${base} back, set BATON_POSTGRES_URL if it is elsewhere, or begin afresh: npm run reset.`,
  );
}

/**
 * Where the database is: in the clone, or where the account that PostgreSQL runs as can get to. A new one is made in
 * the clone where it can.
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
      `PostgreSQL's data are in ${inClone}, where the account "postgres" that it runs as cannot get to.`,
      `Move them: mv ${inClone} ${outside}`,
    );
  const base = isReachable ? inClone : outside;
  assertNoMissingDatabase(directories, account, base);
  return base;
}

/** The data directory of PostgreSQL here, which its account may write to. */
export async function dataDirectory(directories: Directories, account: PostgresAccount): Promise<string> {
  const base = await baseDirectory(directories, account);
  await mkdir(base, { recursive: true });
  if (account.user) await chown(base, account.user.uid, account.user.gid);
  return join(base, 'data');
}
