import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { startSystem } from '../system/bring-up.ts';
import { launch, tell } from '../system/launcher.ts';
import { prepare } from '../system/place.ts';
import { freeBlock } from '../system/ports.ts';
import { removeAbandoned, temporaryPlace } from '../testing/temporary-place.ts';
import { systemEnvironment } from '../testing/test-environment.ts';

/** `npm run kill -- --kills 200 [--seed 7]`: the long kill run, on a whole system of its own. */
export async function kill(parameters: readonly string[]): Promise<number> {
  await removeAbandoned();
  const { place, dispose } = await temporaryPlace();
  prepare(place);
  const ports = await freeBlock();
  let code: number | undefined;
  try {
    code = await launch(place, ports.issuer, async ({ supervisor, signal }) => {
      const engines = await startSystem({ place, ports, signal, isThrowaway: true }, supervisor, tell);
      const script = join(place.root, 'apps', 'e2e', 'src', 'kill', 'main.ts');
      const flags = ['--conditions=@baton/source', '--disable-warning=ExperimentalWarning'];
      const child = spawn(
        process.execPath,
        [...flags, '--disable-warning=TimeoutNegativeWarning', script, ...parameters],
        { stdio: 'inherit', env: { ...process.env, ...systemEnvironment({ place, ports }, engines) } },
      );
      signal.addEventListener('abort', () => child.kill(), { once: true });
      const [exitCode] = (await once(child, 'exit')) as [number | null];
      return exitCode ?? 1;
    });
    return code ?? 130;
  } finally {
    if (code !== 0)
      await cp(place.logs, join(place.root, 'test-results', 'kill-logs'), { recursive: true, force: true });
    await dispose();
  }
}
