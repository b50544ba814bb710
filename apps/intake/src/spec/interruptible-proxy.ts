import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A TCP proxy to an engine. Disconnecting it looks to its clients as if the engine were down. */
export interface InterruptibleProxy {
  port: number;
  disconnect(): Promise<void>;
  reconnect(): Promise<void>;
}

export async function interruptibleProxy(host: string, port: number): Promise<InterruptibleProxy> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    return socket;
  };
  const create = () =>
    createServer((client) => {
      const upstream = track(connect(port, host));
      track(client).pipe(upstream).pipe(client);
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
    });
  const listen = (onPort: number) =>
    new Promise<void>((resolve) => void (server = create()).listen(onPort, '127.0.0.1', resolve));
  let server = create();
  await listen(0);
  const ownPort = (server.address() as AddressInfo).port;
  return {
    port: ownPort,
    disconnect: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    reconnect: () => (server.listening ? Promise.resolve() : listen(ownPort)),
  };
}
