import { resolve } from 'node:path';
import { externalEngineVariables } from '../engines/engine.ts';
import { backUp, restore as restoreBackup } from '../system/backup.ts';
import { Failure } from '../failure.ts';
import { cleanUpOrphans, print } from '../system/launcher.ts';
import { directoriesAt } from '../directories.ts';
import type { Directories } from '../directories.ts';
import { runningLauncher, readState } from '../process/state-file.ts';

function requireDirectory([directory]: readonly string[], command: string): string {
  if (directory) return resolve(directory);
  throw new Failure('The directory is missing.', `Usage: npm run ${command} -- <directory>`);
}

/** The files of running engines change while they are copied, so the copy would not be consistent. */
async function stoppedDirectories(): Promise<Directories> {
  const directories = directoriesAt();
  if (runningLauncher(readState(directories)))
    throw new Failure('Baton is running here.', 'Stop it first: npm run stop.');
  await cleanUpOrphans(directories);
  return directories;
}

function printExternalEngines(): void {
  for (const variable of Object.keys(externalEngineVariables))
    if (process.env[variable])
      print(`The engine that ${variable} names is not included: back it up and restore it with its own tools.`);
}

/** `npm run backup -- <directory>`: copies the data, keys and secrets of a stopped Baton. */
export async function backup(parameters: readonly string[]): Promise<number> {
  const directory = requireDirectory(parameters, 'backup');
  const saved = await backUp(await stoppedDirectories(), directory);
  print(`Saved ${saved.join(', ')} in ${directory}. It contains personal data and secrets: protect it accordingly.`);
  printExternalEngines();
  return 0;
}

/** `npm run restore -- <directory>`: restores a backup into a clone that has no data. */
export async function restore(parameters: readonly string[]): Promise<number> {
  const directory = requireDirectory(parameters, 'restore');
  const restored = await restoreBackup(await stoppedDirectories(), directory);
  print(`Restored ${restored.join(', ')} from ${directory}. Start it with npm start.`);
  printExternalEngines();
  return 0;
}
