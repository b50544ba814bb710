import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const TIMEOUT_MILLISECONDS = 10_000;

interface InspectorMessage {
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
  readonly #pending = new Map<string, (answer: InspectorMessage) => void>();
  readonly #threads = new Set<string>();
  #sent = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(String(data)) as InspectorMessage));
  }

  /** @param log where the process tells the inspector's address; it is asked to by a signal */
  static async attach(pid: number, log: string): Promise<Inspector> {
    process.kill(pid, 'SIGUSR1');
    const socket = new WebSocket(await inspectorAddressIn(log));
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
      this.#pending.set(`${thread}/${id}`, ({ result, error }) =>
        error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result),
      );
      if (thread === '') return this.#socket.send(JSON.stringify(message));
      this.#call('NodeWorker.sendMessageToWorker', { sessionId: thread, message: JSON.stringify(message) }).catch(
        reject,
      );
    });
  }

  #receive({ method, params, ...answer }: InspectorMessage): void {
    if (method === 'NodeWorker.attachedToWorker' && params) this.#threads.add(params.sessionId);
    if (method === 'NodeWorker.detachedFromWorker' && params) this.#threads.delete(params.sessionId);
    if (method === 'NodeWorker.receivedMessageFromWorker' && params) {
      this.#resolve(params.sessionId, JSON.parse(params.message) as InspectorMessage);
    }
    if (answer.id !== undefined) this.#resolve('', answer);
  }

  #resolve(thread: string, answer: InspectorMessage): void {
    const key = `${thread}/${answer.id}`;
    this.#pending.get(key)?.(answer);
    this.#pending.delete(key);
  }
}

async function inspectorAddressIn(log: string): Promise<string> {
  for (const giveUpAt = Date.now() + TIMEOUT_MILLISECONDS; Date.now() < giveUpAt; await pause(100)) {
    const address = /Debugger listening on (ws:\/\/\S+)/.exec(readFileSync(log, 'utf8'))?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`The process has not opened its inspector; its log is ${log}`);
}
