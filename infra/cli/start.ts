import { neededPorts } from '../engines/engine.ts';
import { startSystem } from '../system/bring-up.ts';
import { cleanUpOrphans, launch, tell } from '../system/launcher.ts';
import { placeAt, prepare } from '../system/place.ts';
import { assertFree, portBase, portsFrom } from '../system/ports.ts';
import { livingLauncher, readState } from '../system/state-file.ts';
import { overview } from './overview.ts';

/** `npm start`: everything up, an overview, and then it runs until it is asked to stop. */
export async function start(): Promise<number> {
  const begin = Date.now();
  const place = placeAt();
  prepare(place);
  const state = readState(place);
  const running = livingLauncher(state);
  if (state && running) {
    tell(`Baton runs here already (process ${running.pid}).`);
    tell(overview(place, portsFrom(state.portBase)));
    return 0;
  }
  await cleanUpOrphans(place);
  const ports = portsFrom(portBase());
  await assertFree(ports, neededPorts(ports));
  await launch(place, ports.issuer, async ({ supervisor, signal }) => {
    await startSystem({ place, ports, signal, isThrowaway: false }, supervisor, tell);
    tell(`\nBaton is ready after ${((Date.now() - begin) / 1000).toFixed(1)} s.`);
    tell(overview(place, ports));
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  });
  tell('Stopped.');
  return 0;
}
