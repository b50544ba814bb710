import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../system/identity.ts';
import { cleanUpOrphans, tell } from '../system/launcher.ts';
import { placeAt } from '../system/place.ts';
import { livingLauncher, orphansOf, readState } from '../system/state-file.ts';

const PATIENCE_MILLISECONDS = 90_000;

/** `npm run stop`: asks the launcher to stop everything; does it itself when there is no launcher any more. */
export async function stop(): Promise<number> {
  const place = placeAt();
  const state = readState(place);
  const launcher = livingLauncher(state);
  if (!launcher) {
    if (orphansOf(state).length === 0) tell('Baton does not run here.');
    await cleanUpOrphans(place);
    return 0;
  }
  tell(`Stopping Baton (process ${launcher.pid}) …`);
  process.kill(launcher.pid, 'SIGTERM');
  for (const end = Date.now() + PATIENCE_MILLISECONDS; isAlive(launcher) && Date.now() < end;) await pause(100);
  if (isAlive(launcher)) {
    tell('The launcher does not answer and is killed.');
    process.kill(launcher.pid, 'SIGKILL');
    while (isAlive(launcher)) await pause(20);
    await cleanUpOrphans(place);
  }
  tell('Stopped.');
  return 0;
}
