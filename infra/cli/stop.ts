import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../process/identity.ts';
import { cleanUpOrphans, print } from '../system/launcher.ts';
import { directoriesAt } from '../directories.ts';
import { runningLauncher, orphansOf, readState } from '../process/state-file.ts';

const STOP_TIMEOUT_MILLISECONDS = 90_000;

/** `npm run stop`: asks the launcher to stop everything; does it itself when there is no launcher any more. */
export async function stop(): Promise<number> {
  const directories = directoriesAt();
  const state = readState(directories);
  const launcher = runningLauncher(state);
  if (!launcher) {
    if (orphansOf(state).length === 0) print('Baton does not run here.');
    await cleanUpOrphans(directories);
    return 0;
  }
  print(`Stopping Baton (process ${launcher.pid}) …`);
  process.kill(launcher.pid, 'SIGTERM');
  for (const end = Date.now() + STOP_TIMEOUT_MILLISECONDS; isAlive(launcher) && Date.now() < end;) await pause(100);
  if (isAlive(launcher)) {
    print('The launcher does not answer and is killed.');
    process.kill(launcher.pid, 'SIGKILL');
    while (isAlive(launcher)) await pause(20);
    await cleanUpOrphans(directories);
  }
  print('Stopped.');
  return 0;
}
