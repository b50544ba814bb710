import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountHome } from '../engines/postgres-account.ts';
import { cleanUpOrphans } from '../system/launcher.ts';
import { placeAt } from '../system/place.ts';
import type { Place } from '../system/place.ts';
import { livingLauncher, readState } from '../system/state-file.ts';

const prefix = 'baton-test-';

async function remove(place: Place): Promise<void> {
  await rm(place.data, { recursive: true, force: true });
  if (process.getuid?.() === 0) await rm(accountHome(place), { recursive: true, force: true });
}

/** What test runs that were killed have left behind: their engines are stopped, their data deleted. */
export async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const place = placeAt(join(tmpdir(), name));
    const state = readState(place);
    const owner = await stat(place.data).catch(() => undefined);
    if (!state || owner?.uid !== process.getuid?.() || livingLauncher(state)) continue;
    await cleanUpOrphans(place);
    await remove(place);
  }
}

/** Data of one test run, apart from those of a running system. */
export async function temporaryPlace(): Promise<{ place: Place; dispose: () => Promise<void> }> {
  const data = await mkdtemp(join(tmpdir(), prefix));
  // The account that runs PostgreSQL must get through; secrets have a directory of their own.
  await chmod(data, 0o711);
  const place = placeAt(data);
  return { place, dispose: () => remove(place) };
}
