import { spawn } from 'node:child_process';
import { diskFullFailure } from '../failure.ts';

/** The result of a command that has ended. */
export interface CommandResult {
  /** False when the command does not exist. */
  readonly found: boolean;
  readonly code: number;
  readonly output: string;
}

const MAX_OUTPUT_LENGTH = 20_000;

/**
 * Runs a command to its end and keeps the last part of its output.
 * The command has its own process group, so that Ctrl-C reaches it only through the abort signal.
 */
export async function runCommand(
  command: string,
  parameters: readonly string[],
  options: {
    signal?: AbortSignal;
    directory?: string;
    environment?: NodeJS.ProcessEnv;
    user?: { uid: number; gid: number };
    /** Receives the whole output as it arrives. */
    onOutput?: (chunk: string) => void;
  } = {},
): Promise<CommandResult> {
  options.signal?.throwIfAborted();
  const { promise, resolve } = Promise.withResolvers<CommandResult>();
  const child = spawn(command, parameters, {
    cwd: options.directory,
    env: options.environment ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...options.user,
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    const text = chunk.toString('utf8');
    output = (output + text).slice(-MAX_OUTPUT_LENGTH);
    options.onOutput?.(text);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const abort = (): void => {
    signalGroup(child.pid, 'SIGTERM');
    setTimeout(() => signalGroup(child.pid, 'SIGKILL'), 5000).unref();
  };
  options.signal?.addEventListener('abort', abort, { once: true });
  child.once('error', (error) => resolve({ found: false, code: 127, output: error.message }));
  child.once('close', (code) => resolve({ found: true, code: code ?? 1, output }));
  const finished = await promise;
  options.signal?.removeEventListener('abort', abort);
  options.signal?.throwIfAborted();
  if (finished.code !== 0 && /ENOSPC|No space left on device/i.test(finished.output))
    throw diskFullFailure(errorLine(finished));
  return finished;
}

const signalGroup = (pid: number | undefined, signal: NodeJS.Signals): void => {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // The group has ended already.
  }
};

/** The line of the output that most likely says why the command failed. */
export function errorLine(finished: CommandResult): string {
  const lines = finished.output.split('\n').map((line) => line.trim());
  return lines.findLast((line) => /error|fatal|denied|cannot|could not/i.test(line)) ?? lines.findLast(Boolean) ?? '';
}
