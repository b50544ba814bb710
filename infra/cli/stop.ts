import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../process/identity.ts';
import { cleanUpOrphans, print } from '../system/launcher.ts';
import { directoriesAt } from '../directories.ts';
import { runningLauncher, orphansOf, readState } from '../process/state-file.ts';

const STOP_TIMEOUT_MILLISECONDS = 90_000;

/** `npm run stop`: makes the launcher stop everything, or stops the processes itself when the launcher was killed. */
export async function stop(): Promise<number> {
  const directories = directoriesAt();
  const state = readState(directories);
  const launcher = runningLauncher(state);
  if (!launcher) {
    if (orphansOf(state).length === 0) print('Baton is not running here.');
    await cleanUpOrphans(directories);
    return 0;
  }
  print(`Stopping Baton (process ${launcher.pid}) …`);
  process.kill(launcher.pid, 'SIGTERM');
  for (const end = Date.now() + STOP_TIMEOUT_MILLISECONDS; isAlive(launcher) && Date.now() < end;) await pause(100);
  if (isAlive(launcher)) {
    print(`The launcher did not stop within ${STOP_TIMEOUT_MILLISECONDS / 1000} s. Killing it.`);
    process.kill(launcher.pid, 'SIGKILL');
    while (isAlive(launcher)) await pause(20);
    await cleanUpOrphans(directories);
  }
  print('Stopped.');
  return 0;
}
