import { jest } from '@jest/globals';
import net from 'node:net';

/**
 * An outage of Kafka for this process only: open sockets are reset and new ones refused, until it ends. The broker itself
 * keeps running, because other tests use it.
 */
export class KafkaOutage {
  readonly #sockets = new Set<net.Socket>();
  #isDown = false;

  constructor(brokers: string[]) {
    const ports = new Set(brokers.map((broker) => Number(broker.split(':').at(-1))));
    const connect = net.connect.bind(net) as (options: net.NetConnectOpts, listener?: () => void) => net.Socket;
    jest.spyOn(net, 'connect').mockImplementation(((options: net.TcpNetConnectOpts, listener?: () => void) => {
      if (!ports.has(options.port)) return connect(options, listener);
      // Port 1 of this machine refuses connections, like the port of a stopped broker.
      const socket = connect(this.#isDown ? { ...options, port: 1 } : options, listener);
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      return socket;
    }) as typeof net.connect);
  }

  begin(): void {
    this.#isDown = true;
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    for (const socket of this.#sockets) socket.destroy(reset);
  }

  end(): void {
    this.#isDown = false;
  }
}
