import { neededPorts } from '../engines/engine.ts';
import { startSystem } from '../system/start-system.ts';
import { cleanUpOrphans, launch, print } from '../system/launcher.ts';
import { directoriesAt, createDirectories } from '../directories.ts';
import { assertPortsFree, readPortBase, portsFrom } from '../process/ports.ts';
import { runningLauncher, readState } from '../process/state-file.ts';
import { overview } from './overview.ts';

/** `npm start`: starts everything, prints an overview, and runs until the user stops it. */
export async function start(): Promise<number> {
  const begin = Date.now();
  const directories = directoriesAt();
  createDirectories(directories);
  const state = readState(directories);
  const running = runningLauncher(state);
  if (state && running) {
    print(`Baton is already running here (process ${running.pid}).`);
    print(overview(directories, portsFrom(state.portBase)));
    return 0;
  }
  await cleanUpOrphans(directories);
  const ports = portsFrom(readPortBase());
  await assertPortsFree(ports, neededPorts(ports));
  await launch(directories, ports.issuer, async ({ supervisor, signal }) => {
    await startSystem({ directories, ports, signal, isThrowaway: false }, supervisor, print);
    print(`\nBaton is ready after ${((Date.now() - begin) / 1000).toFixed(1)} s.`);
    print(overview(directories, ports));
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  });
  print('Stopped.');
  return 0;
}
