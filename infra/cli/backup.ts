import { resolve } from 'node:path';
import { givenBy } from '../engines/engine.ts';
import { backUp, restore as putBack } from '../system/backup.ts';
import { Failure } from '../system/failure.ts';
import { cleanUpOrphans, tell } from '../system/launcher.ts';
import { placeAt } from '../system/place.ts';
import type { Place } from '../system/place.ts';
import { livingLauncher, readState } from '../system/state-file.ts';

function directoryOf([directory]: readonly string[], command: string): string {
  if (directory) return resolve(directory);
  throw new Failure('Which directory?', `npm run ${command} -- <directory>`);
}

/** Files of engines that run are of many moments. */
async function stoppedPlace(): Promise<Place> {
  const place = placeAt();
  if (livingLauncher(readState(place))) throw new Failure('Baton runs here.', 'Stop it first: npm run stop.');
  await cleanUpOrphans(place);
  return place;
}

function tellOfOthers(): void {
  for (const variable of Object.keys(givenBy))
    if (process.env[variable]) tell(`What ${variable} names is not here: use its own tools for it.`);
}

/** `npm run backup -- <directory>`: copies the data, keys and secrets of the engines that run here, while they are stopped. */
export async function backup(parameters: readonly string[]): Promise<number> {
  const directory = directoryOf(parameters, 'backup');
  const saved = await backUp(await stoppedPlace(), directory);
  tell(`Saved ${saved.join(', ')} in ${directory}. It holds personal data and secrets: keep it as you keep those.`);
  tellOfOthers();
  return 0;
}

/** `npm run restore -- <directory>`: puts a backup back where there are no data. */
export async function restore(parameters: readonly string[]): Promise<number> {
  const directory = directoryOf(parameters, 'restore');
  const restored = await putBack(await stoppedPlace(), directory);
  tell(`Restored ${restored.join(', ')} from ${directory}. Start: npm start.`);
  tellOfOthers();
  return 0;
}
