import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { accountHome } from '../engines/postgres-account.ts';
import { tell } from '../system/launcher.ts';
import { placeAt } from '../system/place.ts';
import { stop } from './stop.ts';

/** By name and not the whole directory: BATON_DATA may point at one that holds other things too. */
const ours = ['postgres', 'kafka', 'temporal', 'issuer', 'secrets', 'logs', 'running.json'];

/** `npm run reset`: stops, and deletes all data, keys and logs of this clone. Downloaded engines stay. */
export async function reset(): Promise<number> {
  await stop();
  const place = placeAt();
  await Promise.all(ours.map((name) => rm(join(place.data, name), { recursive: true, force: true })));
  if (process.getuid?.() === 0) await rm(join(accountHome(place), 'postgres'), { recursive: true, force: true });
  tell(`The data in ${place.data} are deleted.`);
  return 0;
}
