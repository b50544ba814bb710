import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A script of this folder in a process of its own; it ends with us, since the channel to it closes. */
export class ChildScript<Message> {
  readonly #process: ChildProcess;
  readonly #first: Promise<Message>;

  constructor(script: URL, request: unknown) {
    this.#process = fork(script, [JSON.stringify(request)], {
      execArgv: ['--conditions=@baton/source', '--disable-warning=ExperimentalWarning'],
    });
    this.#first = Promise.race([
      once(this.#process, 'message').then(([message]) => message as Message),
      once(this.#process, 'exit').then(([code, signal]) => {
        throw new Error(`${script.pathname} ended before it said anything (${String(signal ?? code)})`);
      }),
    ]);
    this.#first.catch(() => undefined);
  }

  /** What it says first: that it is ready, or its result. */
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

/** The child's side: what it was asked for. */
export function requestFromParent<Request>(): Request {
  process.once('disconnect', () => process.exit());
  return JSON.parse(process.argv[2] ?? '{}') as Request;
}

/** The child's side. */
export const sendToParent = (message: object): void => void process.send?.(message);
