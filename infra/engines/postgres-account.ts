import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.ts';
import type { Directories } from '../directories.ts';
import { runCommand } from '../process/run-command.ts';

/** The account that runs PostgreSQL: the current user or, because PostgreSQL refuses to run as root, the user `postgres`. */
export interface PostgresAccount {
  readonly user: { uid: number; gid: number } | undefined;
  /** A directory that this account can read. */
  readonly home: string;
  /** Whether the account can read this file or directory, including all directories above it. */
  readonly canReach: (path: string) => boolean;
}

const numericIdOf = async (kind: '-u' | '-g', signal: AbortSignal): Promise<number | undefined> => {
  const result = await runCommand('id', [kind, 'postgres'], { signal });
  return result.code === 0 ? Number(result.output.trim()) : undefined;
};

const ACCOUNT_HOMES = '/var/lib/baton';
/** Names the data directory that a home belongs to. A clone that was moved gets another home and must find its old one. */
const CLONE_MARKER_FILE = 'data-of';

/** A directory outside of the clone, one for each data directory, that any account can traverse. */
export const accountHome = (directories: Directories): string =>
  join(ACCOUNT_HOMES, createHash('sha256').update(directories.data).digest('hex').slice(0, 12));

/** Databases in other homes whose data directory no longer exists. */
export function abandonedDatabases({ home }: Pick<PostgresAccount, 'home'>): string[] {
  const others = dirname(home);
  if (!existsSync(others)) return [];
  return readdirSync(others)
    .map((other) => join(others, other))
    .filter((other) => existsSync(join(other, 'postgres', 'data')) && existsSync(join(other, CLONE_MARKER_FILE)))
    .filter((other) => !existsSync(readFileSync(join(other, CLONE_MARKER_FILE), 'utf8')))
    .map((other) => join(other, 'postgres'));
}

/** Finds the account, or creates it. */
export async function postgresAccount(directories: Directories, signal: AbortSignal): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return { user: undefined, home: directories.cache, canReach: () => true };
  if ((await numericIdOf('-u', signal)) === undefined)
    await runCommand('useradd', ['--system', '-U', 'postgres'], { signal });
  const uid = await numericIdOf('-u', signal);
  const gid = await numericIdOf('-g', signal);
  if (uid === undefined || gid === undefined) {
    throw new Failure(
      'PostgreSQL refuses to run as root, and the user "postgres" could not be created.',
      'Run Baton as an ordinary user, or create the user postgres: useradd --system -U postgres',
    );
  }
  const home = accountHome(directories);
  mkdirSync(home, { recursive: true });
  for (const directory of [ACCOUNT_HOMES, home]) chmodSync(directory, 0o755);
  writeFileSync(join(home, CLONE_MARKER_FILE), directories.data);
  const user = { uid, gid };
  return { user, home, canReach: (path) => spawnSync('test', ['-r', path], user).status === 0 };
}
