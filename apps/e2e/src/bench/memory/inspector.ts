import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MILLISECONDS = 10_000;

interface Answer {
  id?: number;
  result?: unknown;
  error?: { message: string };
  method?: string;
  params?: { sessionId: string; message: string };
}

/** Bytes in use after a collection of what is no longer needed. */
export interface MemoryUse {
  /** Of the main thread and of all worker threads: workflows live in one of their own. */
  heap: number;
  /** What the operating system has given, with the memory that is not JavaScript's. */
  resident: number;
}

/** Another Node.js process, looked into by its inspector: it needs no flag and no code of ours. */
export class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, (answer: Answer) => void>();
  readonly #threads = new Set<string>();
  #sent = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(String(data)) as Answer));
  }

  /** @param log where the process tells the inspector's address; it is asked to by a signal */
  static async of(pid: number, log: string): Promise<Inspector> {
    process.kill(pid, 'SIGUSR1');
    const socket = new WebSocket(await addressIn(log));
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', () => reject(new Error('The inspector does not answer')), { once: true });
    });
    const inspector = new Inspector(socket);
    await inspector.#call('NodeWorker.enable', { waitForDebuggerOnStart: false });
    return inspector;
  }

  async memory(): Promise<MemoryUse> {
    const heaps = await Promise.all([undefined, ...this.#threads].map((thread) => this.#heapOf(thread)));
    const resident = await this.evaluate('process.memoryUsage.rss()');
    return { heap: heaps.reduce((sum, heap) => sum + heap, 0), resident };
  }

  /** A number that the process itself can tell. */
  async evaluate(expression: string): Promise<number> {
    const answer = await this.#call('Runtime.evaluate', { expression, returnByValue: true });
    return Number((answer as { result: { value: unknown } }).result.value);
  }

  close(): void {
    this.#socket.close();
  }

  async #heapOf(thread: string | undefined): Promise<number> {
    // The first collection frees what the second one can then collect: finalizers run between them.
    for (let time = 0; time < 2; time += 1) await this.#call('HeapProfiler.collectGarbage', {}, thread);
    const { usedSize } = (await this.#call('Runtime.getHeapUsage', {}, thread)) as { usedSize: number };
    return usedSize;
  }

  #call(method: string, parameters: object, thread = ''): Promise<unknown> {
    this.#sent += 1;
    const id = this.#sent;
    const message = { id, method, params: parameters };
    return new Promise((resolve, reject) => {
      this.#waiting.set(`${thread}/${id}`, ({ result, error }) =>
        error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result),
      );
      if (thread === '') return this.#socket.send(JSON.stringify(message));
      this.#call('NodeWorker.sendMessageToWorker', { sessionId: thread, message: JSON.stringify(message) }).catch(
        reject,
      );
    });
  }

  #hear({ method, params, ...answer }: Answer): void {
    if (method === 'NodeWorker.attachedToWorker' && params) this.#threads.add(params.sessionId);
    if (method === 'NodeWorker.detachedFromWorker' && params) this.#threads.delete(params.sessionId);
    if (method === 'NodeWorker.receivedMessageFromWorker' && params) {
      this.#settle(params.sessionId, JSON.parse(params.message) as Answer);
    }
    if (answer.id !== undefined) this.#settle('', answer);
  }

  #settle(thread: string, answer: Answer): void {
    const key = `${thread}/${answer.id}`;
    this.#waiting.get(key)?.(answer);
    this.#waiting.delete(key);
  }
}

async function addressIn(log: string): Promise<string> {
  for (const giveUpAt = Date.now() + PATIENCE_MILLISECONDS; Date.now() < giveUpAt; await pause(100)) {
    const address = /Debugger listening on (ws:\/\/\S+)/.exec(readFileSync(log, 'utf8'))?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`The process has not opened its inspector; its log is ${log}`);
}
