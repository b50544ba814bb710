import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.ts';
import { existingDataDirectories, dataDirectories } from './data-directories.ts';
import type { Directories } from '../directories.ts';
import { errorLine, runCommand } from '../process/run-command.ts';

/** Keeps owners and permissions: PostgreSQL refuses a data directory that others can read. */
async function copy(from: string, to: string): Promise<void> {
  const result = await runCommand('cp', ['-a', from, to]);
  if (result.code !== 0)
    throw new Failure(`${from} could not be copied: ${errorLine(result)}`, 'Check permissions and free space.');
}

/** Copies the data of all stopped engines. An unfinished copy has a different name, so that it is not mistaken for a backup. */
export async function backUp(directories: Directories, directory: string): Promise<string[]> {
  const data = existingDataDirectories(directories);
  if (data.length === 0)
    throw new Failure(`There is no data in ${directories.data}.`, 'Start Baton once with npm start.');
  if (existsSync(directory))
    throw new Failure(`${directory} already exists.`, 'Name a directory that does not exist yet.');
  const unfinished = `${directory}.${randomBytes(4).toString('hex')}`;
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  try {
    for (const { name, path } of data) await copy(path, join(unfinished, name));
    await rename(unfinished, directory);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return data.map(({ name }) => name);
}

/** Restores a backup. Refuses to overwrite data. */
export async function restore(directories: Directories, directory: string): Promise<string[]> {
  const names = await readdir(directory).catch((): string[] => []);
  const backedUp = dataDirectories(directories).filter(({ name }) => names.includes(name));
  if (backedUp.length === 0)
    throw new Failure(`${directory} is not a backup of Baton.`, 'Name a directory that npm run backup created.');
  if (names.includes('postgres-of-root') && process.getuid?.() !== 0)
    throw new Failure(
      'Root made this backup, and its PostgreSQL files belong to another account.',
      'Restore it as root.',
    );
  const existing = existingDataDirectories(directories).filter(({ name }) => name !== 'secrets' && name !== 'issuer');
  if (existing.length > 0)
    throw new Failure(
      `Data already exists in ${existing.map(({ path }) => path).join(', ')}.`,
      'Back it up if you need it, then delete it with npm run reset.',
    );
  for (const { name, path } of backedUp) {
    await rm(path, { recursive: true, force: true });
    await mkdir(dirname(path), { recursive: true });
    await copy(join(directory, name), path);
  }
  return backedUp.map(({ name }) => name);
}
