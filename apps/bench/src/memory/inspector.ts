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

/** Bytes in use after a garbage collection. */
export interface MemoryUse {
  /** Heap of the main thread and of all worker threads: workflows run in a worker thread. */
  heap: number;
  /** Resident memory, including memory outside of the JavaScript heap. */
  resident: number;
}

/** Reads the memory of another Node.js process through its inspector, without changes to its code. */
export class Inspector {
  readonly #socket: WebSocket;
  readonly #pending = new Map<string, (message: InspectorMessage) => void>();
  readonly #threads = new Set<string>();
  #sent = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(String(data)) as InspectorMessage));
  }

  /** @param log the log in which the process writes the address of its inspector after a signal */
  static async attach(pid: number, log: string): Promise<Inspector> {
    process.kill(pid, 'SIGUSR1');
    const socket = new WebSocket(await inspectorAddressIn(log));
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', () => reject(new Error('The inspector is not responding')), { once: true });
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

  /** Evaluates an expression in the process. */
  async evaluate(expression: string): Promise<number> {
    const message = await this.#call('Runtime.evaluate', { expression, returnByValue: true });
    return Number((message as { result: { value: unknown } }).result.value);
  }

  close(): void {
    this.#socket.close();
  }

  async #heapOf(thread: string | undefined): Promise<number> {
    // Finalisation callbacks run after the first collection, and free more memory for the second one.
    for (let collection = 0; collection < 2; collection += 1)
      await this.#call('HeapProfiler.collectGarbage', {}, thread);
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

  #receive({ method, params, ...message }: InspectorMessage): void {
    if (method === 'NodeWorker.attachedToWorker' && params) this.#threads.add(params.sessionId);
    if (method === 'NodeWorker.detachedFromWorker' && params) this.#threads.delete(params.sessionId);
    if (method === 'NodeWorker.receivedMessageFromWorker' && params) {
      this.#resolve(params.sessionId, JSON.parse(params.message) as InspectorMessage);
    }
    if (message.id !== undefined) this.#resolve('', message);
  }

  #resolve(thread: string, message: InspectorMessage): void {
    const key = `${thread}/${message.id}`;
    this.#pending.get(key)?.(message);
    this.#pending.delete(key);
  }
}

async function inspectorAddressIn(log: string): Promise<string> {
  for (const giveUpAt = Date.now() + TIMEOUT_MILLISECONDS; Date.now() < giveUpAt; await pause(100)) {
    const address = /Debugger listening on (ws:\/\/\S+)/.exec(readFileSync(log, 'utf8'))?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`The process did not open its inspector. Its log is ${log}`);
}
