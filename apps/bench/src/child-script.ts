import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Runs a script in its own process. The script ends with this process, because the channel to it closes. */
export class ChildScript<Message> {
  readonly #process: ChildProcess;
  readonly #first: Promise<Message>;

  constructor(script: URL, request: unknown, nodeOptions: readonly string[] = []) {
    this.#process = fork(script, [JSON.stringify(request)], {
      execArgv: ['--conditions=@baton/source', '--disable-warning=ExperimentalWarning', ...nodeOptions],
    });
    this.#first = Promise.race([
      once(this.#process, 'message').then(([message]) => message as Message),
      once(this.#process, 'exit').then(([code, signal]) => {
        throw new Error(`${script.pathname} ended before its first message (${String(signal ?? code)})`);
      }),
    ]);
    this.#first.catch(() => undefined);
  }

  /** The first message of the script: that it is ready, or its result. */
  firstMessage(): Promise<Message> {
    return this.#first;
  }

  get pid(): number {
    return this.#process.pid ?? NaN;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill();
    await ended;
  }
}

/** In the script: the request of the parent process. */
export function requestFromParent<Request>(): Request {
  process.once('disconnect', () => process.exit());
  return JSON.parse(process.argv[2] ?? '{}') as Request;
}

/** In the script: sends a message to the parent process. */
export const sendToParent = (message: object): void => void process.send?.(message);
