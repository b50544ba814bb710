import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { chown, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.ts';
import { errorLine, runCommand } from '../process/run-command.ts';
import { readOrCreateSecret } from '../process/secret.ts';
import { externalAddress } from './engine.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { postgresAccount } from './postgres-account.ts';
import type { PostgresAccount } from './postgres-account.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { dataDirectory } from './postgres-data.ts';
import { isResponding, ensureDatabase } from './postgres-database.ts';

const NAME = 'PostgreSQL';

/** Runs initdb under another name first, so that an interrupted one is never used as a database. */
async function initDatabase(
  data: string,
  password: string,
  options: EngineOptions,
  account: PostgresAccount,
  binaries: PostgresBinaries,
): Promise<void> {
  if (existsSync(data)) return;
  const fresh = `${data}.${randomBytes(4).toString('hex')}`;
  const passwordFile = join(dirname(data), `.password-${randomBytes(4).toString('hex')}`);
  try {
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account.user) await chown(passwordFile, account.user.uid, account.user.gid);
    const result = await runCommand(
      join(binaries.directory, 'initdb'),
      [
        '--pgdata',
        fresh,
        '--username=baton',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        ...(options.isThrowaway ? ['--no-sync'] : []),
      ],
      { signal: options.signal, directory: dirname(data), ...(account.user && { user: account.user }) },
    );
    if (result.code !== 0) {
      throw new Failure(
        `PostgreSQL could not prepare its data directory: ${errorLine(result)}`,
        `Check permissions and free space at ${dirname(data)}, or set BATON_POSTGRES_URL to a running PostgreSQL.`,
      );
    }
    await rename(fresh, data);
  } finally {
    rmSync(passwordFile, { force: true });
    await rm(fresh, { recursive: true, force: true });
  }
}

const unsafeSyncOptions = ['-c', 'fsync=off', '-c', 'full_page_writes=off'];

/** The PostgreSQL that BATON_POSTGRES_URL names, or one to be started here. */
export async function postgres(options: EngineOptions): Promise<Engine> {
  const given = externalAddress('BATON_POSTGRES_URL', options);
  if (given)
    return { name: NAME, address: given, origin: 'BATON_POSTGRES_URL', assertUsable: () => ensureDatabase(given) };
  const account = await postgresAccount(options.directories, options.signal);
  const binaries = await postgresBinaries(account, options.signal);
  const data = await dataDirectory(options.directories, account);
  const password = readOrCreateSecret(options.directories, 'postgres-password');
  await initDatabase(data, password, options, account, binaries);
  const port = options.ports.postgres;
  const address = `postgres://baton:${password}@127.0.0.1:${port}/baton`;
  return {
    name: NAME,
    address,
    origin: binaries.origin,
    assertUsable: () => ensureDatabase(address),
    specification: {
      name: 'postgres',
      stage: 'postgres',
      command: join(binaries.directory, 'postgres'),
      parameters: [
        '-D',
        data,
        '-p',
        String(port),
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        'unix_socket_directories=',
        '-c',
        'max_connections=300',
        ...(options.isThrowaway ? unsafeSyncOptions : []),
      ],
      directory: dirname(data),
      ...(account.user && { user: account.user }),
      // SIGINT is a fast shutdown: it closes connections instead of waiting for clients to do so.
      stopSignal: 'SIGINT',
      isReady: () => isResponding(address),
      readyWithinSeconds: 120,
    },
  };
}
