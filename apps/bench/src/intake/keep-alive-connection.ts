import { connect } from 'node:net';
import type { Socket } from 'node:net';

interface PendingRequest {
  resolve: (status: number) => void;
  reject: (error: Error) => void;
}

/**
 * A keep-alive HTTP/1.1 connection with one request at a time. The HTTP client of Node.js would use as much processor time
 * as the server under load, which runs on the same cores.
 */
export class KeepAliveConnection {
  readonly #socket: Socket;
  #pending: PendingRequest | undefined;
  #received = '';

  constructor(port: number) {
    this.#socket = connect({ host: '127.0.0.1', port, noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (text: string) => this.#onData(text));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  /** Sends a request and returns the status when the whole response has arrived. */
  send(head: string, body: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
      if (this.#socket.destroyed) return this.#fail(new Error('the connection is closed'));
      this.#socket.write(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #onData(text: string): void {
    this.#received += text;
    const endOfHead = this.#received.indexOf('\r\n\r\n');
    if (endOfHead < 0) return;
    const length = /\r\ncontent-length: *(\d+)/i.exec(this.#received.slice(0, endOfHead + 2))?.[1];
    if (length === undefined) return this.#fail(new Error('the response has no Content-Length'));
    if (this.#received.length < endOfHead + 4 + Number(length)) return;
    const status = Number(this.#received.slice(9, 12));
    this.#received = '';
    this.#pending?.resolve(status);
  }

  #fail(error: Error): void {
    this.#pending?.reject(error);
    this.#pending = undefined;
  }
}
