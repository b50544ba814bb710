import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { clockLibrary, startClockReplica } from '../system/clock-replicas.ts';
import type { ClockReplica } from '../system/clock-replicas.ts';
import { startSystem } from '../system/start-system.ts';
import { launch, print } from '../system/launcher.ts';
import { createDirectories } from '../directories.ts';
import { findFreePorts } from '../process/ports.ts';
import { removeAbandonedRuns, temporaryDirectories } from '../testing/temporary-directories.ts';
import { systemEnvironment } from '../testing/test-environment.ts';
import { runProgram } from './run-program.ts';

/** How wrong the clocks of the additional replicas are. */
const clockOffsets = ['+20m', '-20m'] as const;

/** `npm run kill -- --kills 200 [--minutes 30] [--seed 7]`: the long kill run, on its own engines and services. */
export async function kill(parameters: readonly string[]): Promise<number> {
  const library = await clockLibrary();
  if (library === undefined)
    print(
      'faketime is not installed, so no replica has a wrong clock in this run. Install it with "apt install faketime" (Debian, Ubuntu), "dnf install libfaketime" (Fedora) or "brew install libfaketime" (macOS).',
    );
  await removeAbandonedRuns();
  const { directories, dispose } = await temporaryDirectories();
  createDirectories(directories);
  const ports = await findFreePorts();
  let code: number | undefined;
  try {
    code = await launch(directories, ports.issuer, async ({ supervisor, signal }) => {
      const engines = await startSystem({ directories, ports, signal, isThrowaway: true }, supervisor, print);
      const replicas: ClockReplica[] = [];
      if (library !== undefined) {
        const running = { directories, ports, engines: engines.addresses };
        for (const offset of clockOffsets) {
          replicas.push(await startClockReplica(offset, library, running, supervisor));
          print(`A handoff service and a worker with a clock of ${offset} are ready.`);
        }
      }
      const environment = {
        ...systemEnvironment({ directories, ports }, engines),
        TEST_CLOCK_REPLICAS: JSON.stringify(replicas),
      };
      return runProgram(directories, 'apps/e2e/src/kill/main.ts', { parameters, environment, signal });
    });
    return code ?? 130;
  } finally {
    if (code !== 0)
      await cp(directories.logs, join(directories.root, 'test-results', 'kill-logs'), { recursive: true, force: true });
    await dispose();
  }
}
