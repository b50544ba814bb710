import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { startSystem } from '../system/start-system.ts';
import { launch, print } from '../system/launcher.ts';
import { createDirectories } from '../directories.ts';
import { findFreePorts } from '../process/ports.ts';
import { removeAbandonedRuns, temporaryDirectories } from '../testing/temporary-directories.ts';
import { systemEnvironment } from '../testing/test-environment.ts';
import { runProgram } from './run-program.ts';

/** `npm run kill -- --kills 200 [--seed 7]`: the long kill run, on its own engines and services. */
export async function kill(parameters: readonly string[]): Promise<number> {
  await removeAbandonedRuns();
  const { directories, dispose } = await temporaryDirectories();
  createDirectories(directories);
  const ports = await findFreePorts();
  let code: number | undefined;
  try {
    code = await launch(directories, ports.issuer, async ({ supervisor, signal }) => {
      const engines = await startSystem({ directories, ports, signal, isThrowaway: true }, supervisor, print);
      const environment = systemEnvironment({ directories, ports }, engines);
      return runProgram(directories, 'apps/e2e/src/kill/main.ts', { parameters, environment, signal });
    });
    return code ?? 130;
  } finally {
    if (code !== 0)
      await cp(directories.logs, join(directories.root, 'test-results', 'kill-logs'), { recursive: true, force: true });
    await dispose();
  }
}
