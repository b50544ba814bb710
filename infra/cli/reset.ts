import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dataDirectories } from '../system/data-directories.ts';
import { print } from '../system/launcher.ts';
import { directoriesAt } from '../directories.ts';
import { stop } from './stop.ts';

/** `npm run reset`: stops Baton and deletes all data, keys and logs of this clone. Downloaded engines stay. */
export async function reset(): Promise<number> {
  await stop();
  const directories = directoriesAt();
  const ours = [
    ...dataDirectories(directories).map(({ path }) => path),
    directories.logs,
    join(directories.data, 'running.json'),
  ];
  await Promise.all(ours.map((path) => rm(path, { recursive: true, force: true })));
  print(`Deleted the data in ${directories.data}.`);
  return 0;
}
