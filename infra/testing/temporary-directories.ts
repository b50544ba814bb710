import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountHome } from '../engines/postgres-account.ts';
import { cleanUpOrphans } from '../system/launcher.ts';
import { directoriesAt } from '../directories.ts';
import type { Directories } from '../directories.ts';
import { runningLauncher, readState } from '../process/state-file.ts';

const PREFIX = 'baton-test-';

async function removeDirectories(directories: Directories): Promise<void> {
  await rm(directories.data, { recursive: true, force: true });
  if (process.getuid?.() === 0) await rm(accountHome(directories), { recursive: true, force: true });
}

/** Stops the engines and deletes the data of test runs that were killed. */
export async function removeAbandonedRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const directories = directoriesAt(join(tmpdir(), name));
    const state = readState(directories);
    const owner = await stat(directories.data).catch(() => undefined);
    if (!state || owner?.uid !== process.getuid?.() || runningLauncher(state)) continue;
    await cleanUpOrphans(directories);
    await removeDirectories(directories);
  }
}

/** Temporary data directories of one test run. */
export async function temporaryDirectories(): Promise<{ directories: Directories; dispose: () => Promise<void> }> {
  const data = await mkdtemp(join(tmpdir(), PREFIX));
  // The account that runs PostgreSQL must be able to traverse it. Secrets have their own directory.
  await chmod(data, 0o711);
  const directories = directoriesAt(data);
  return { directories, dispose: () => removeDirectories(directories) };
}
