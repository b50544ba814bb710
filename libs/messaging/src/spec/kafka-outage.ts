import { jest } from '@jest/globals';
import net from 'node:net';

/**
 * Takes Kafka away from this process: its open sockets are cut and new ones refused, until it is given back.
 * The broker itself goes on, since other tests use it.
 */
export class KafkaOutage {
  readonly #sockets = new Set<net.Socket>();
  #isAway = false;

  constructor(brokers: string[]) {
    const ports = new Set(brokers.map((broker) => Number(broker.split(':').at(-1))));
    const connect = net.connect.bind(net) as (options: net.NetConnectOpts, listener?: () => void) => net.Socket;
    jest.spyOn(net, 'connect').mockImplementation(((options: net.TcpNetConnectOpts, listener?: () => void) => {
      if (!ports.has(options.port)) return connect(options, listener);
      // Port 1 of this machine refuses, as the port of a dead broker does.
      const socket = connect(this.#isAway ? { ...options, port: 1 } : options, listener);
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      return socket;
    }) as typeof net.connect);
  }

  begin(): void {
    this.#isAway = true;
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    for (const socket of this.#sockets) socket.destroy(reset);
  }

  end(): void {
    this.#isAway = false;
  }
}
