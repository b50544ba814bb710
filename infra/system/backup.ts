import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.ts';
import { existingDataDirectories, dataDirectories } from './data-directories.ts';
import type { Directories } from '../directories.ts';
import { errorLine, runCommand } from '../process/run-command.ts';

/** With owners and rights: PostgreSQL refuses a data directory that others can read. */
async function copy(from: string, to: string): Promise<void> {
  const result = await runCommand('cp', ['-a', from, to]);
  if (result.code !== 0)
    throw new Failure(`${from} could not be copied: ${errorLine(result)}`, 'Check rights and space.');
}

/** Copies the data of all engines, which do not run: so they are of one moment. Under another name first. */
export async function backUp(directories: Directories, directory: string): Promise<string[]> {
  const data = existingDataDirectories(directories);
  if (data.length === 0) throw new Failure(`There are no data in ${directories.data}.`, 'Start Baton once: npm start.');
  if (existsSync(directory))
    throw new Failure(`${directory} is there already.`, 'Name a directory that does not exist yet.');
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

/** Puts a backup back where there are no data: nothing is overwritten. */
export async function restore(directories: Directories, directory: string): Promise<string[]> {
  const kept = await readdir(directory).catch((): string[] => []);
  const wanted = dataDirectories(directories).filter(({ name }) => kept.includes(name));
  if (wanted.length === 0)
    throw new Failure(`${directory} is no backup of Baton.`, 'Name one that npm run backup made.');
  if (kept.includes('postgres-of-root') && process.getuid?.() !== 0)
    throw new Failure(
      'This backup was made by root, and its PostgreSQL is owned by another account.',
      'Restore it as root.',
    );
  const inTheWay = existingDataDirectories(directories).filter(({ name }) => name !== 'secrets' && name !== 'issuer');
  if (inTheWay.length > 0)
    throw new Failure(
      `There are data already: ${inTheWay.map(({ path }) => path).join(', ')}.`,
      'Back them up if they matter, then delete them: npm run reset.',
    );
  for (const { name, path } of wanted) {
    await rm(path, { recursive: true, force: true });
    await mkdir(dirname(path), { recursive: true });
    await copy(join(directory, name), path);
  }
  return wanted.map(({ name }) => name);
}
