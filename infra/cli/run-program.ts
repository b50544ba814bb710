import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Directories } from '../directories.ts';

/**
 * Runs a TypeScript program of an app on this Node.js, with our terminal, and returns its exit code.
 * @param file its path inside the clone
 */
export async function runProgram(
  directories: Directories,
  file: string,
  options: { parameters: readonly string[]; environment?: NodeJS.ProcessEnv; signal?: AbortSignal },
): Promise<number> {
  const flags = [
    '--conditions=@baton/source',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=TimeoutNegativeWarning',
  ];
  const child = spawn(process.execPath, [...flags, join(directories.root, file), ...options.parameters], {
    stdio: 'inherit',
    env: { ...process.env, ...options.environment },
  });
  const stop = (): void => void child.kill();
  options.signal?.addEventListener('abort', stop, { once: true });
  const [code] = (await once(child, 'exit')) as [number | null];
  options.signal?.removeEventListener('abort', stop);
  return code ?? 1;
}
