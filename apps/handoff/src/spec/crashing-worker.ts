import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Where a worker dies: right after its commit, before Temporal hears of the end of the workflow task. */
export interface CrashingWorker {
  /** Resolves when it has killed itself. */
  crashed: Promise<void>;
  stop(): void;
}

/**
 * A worker process of its own, from the built code, that kills itself (SIGKILL) right after the commit of this activity.
 * Resolves when it polls.
 */
export async function startCrashingWorker(
  activity: 'recordTransfer' | 'recordCommand' | 'recordDeadline',
  environment: NodeJS.ProcessEnv,
): Promise<CrashingWorker> {
  const script = fileURLToPath(new URL('crashing-worker-process.mjs', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [script, activity], {
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const death = once(child, 'exit').then(() => undefined);
  const errors: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
  const ready = once(child, 'message');
  const earlyExit = death.then(() => {
    throw new Error(`The crashing worker ended before it polled: ${Buffer.concat(errors).toString()}`);
  });
  earlyExit.catch(() => undefined);
  await Promise.race([ready, earlyExit]);
  return { crashed: death, stop: () => child.kill('SIGKILL') };
}
