import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { possibleData } from '../system/kept-data.ts';
import { tell } from '../system/launcher.ts';
import { placeAt } from '../system/place.ts';
import { stop } from './stop.ts';

/** `npm run reset`: stops, and deletes all data, keys and logs of this clone. Downloaded engines stay. */
export async function reset(): Promise<number> {
  await stop();
  const place = placeAt();
  const ours = [...possibleData(place).map(({ path }) => path), place.logs, join(place.data, 'running.json')];
  await Promise.all(ours.map((path) => rm(path, { recursive: true, force: true })));
  tell(`The data in ${place.data} are deleted.`);
  return 0;
}
