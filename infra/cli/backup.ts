import { resolve } from 'node:path';
import { externalEngineVariables } from '../engines/engine.ts';
import { backUp, restore as putBack } from '../system/backup.ts';
import { Failure } from '../failure.ts';
import { cleanUpOrphans, print } from '../system/launcher.ts';
import { directoriesAt } from '../directories.ts';
import type { Directories } from '../directories.ts';
import { runningLauncher, readState } from '../process/state-file.ts';

function requireDirectory([directory]: readonly string[], command: string): string {
  if (directory) return resolve(directory);
  throw new Failure('Which directory?', `npm run ${command} -- <directory>`);
}

/** Files of engines that run are of many moments. */
async function stoppedDirectories(): Promise<Directories> {
  const directories = directoriesAt();
  if (runningLauncher(readState(directories))) throw new Failure('Baton runs here.', 'Stop it first: npm run stop.');
  await cleanUpOrphans(directories);
  return directories;
}

function printExternalEngines(): void {
  for (const variable of Object.keys(externalEngineVariables))
    if (process.env[variable]) print(`What ${variable} names is not here: use its own tools for it.`);
}

/** `npm run backup -- <directory>`: copies the data, keys and secrets of the engines that run here, while they are stopped. */
export async function backup(parameters: readonly string[]): Promise<number> {
  const directory = requireDirectory(parameters, 'backup');
  const saved = await backUp(await stoppedDirectories(), directory);
  print(`Saved ${saved.join(', ')} in ${directory}. It holds personal data and secrets: keep it as you keep those.`);
  printExternalEngines();
  return 0;
}

/** `npm run restore -- <directory>`: puts a backup back where there are no data. */
export async function restore(parameters: readonly string[]): Promise<number> {
  const directory = requireDirectory(parameters, 'restore');
  const restored = await putBack(await stoppedDirectories(), directory);
  print(`Restored ${restored.join(', ')} from ${directory}. Start: npm start.`);
  printExternalEngines();
  return 0;
}
