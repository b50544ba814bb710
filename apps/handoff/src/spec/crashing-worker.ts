import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface CrashingWorker {
  /** Resolves when the worker has killed itself. */
  crashed: Promise<void>;
  stop(): void;
}

/**
 * Starts a worker process from the built code. It kills itself (SIGKILL) after the commit of this activity, before
 * Temporal knows that the workflow task is done. Resolves when it polls.
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
  const exit = once(child, 'exit').then(() => undefined);
  const errors: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
  const ready = once(child, 'message');
  const earlyExit = exit.then(() => {
    throw new Error(`The crashing worker exited before it polled: ${Buffer.concat(errors).toString()}`);
  });
  earlyExit.catch(() => undefined);
  await Promise.race([ready, earlyExit]);
  return { crashed: exit, stop: () => child.kill('SIGKILL') };
}
