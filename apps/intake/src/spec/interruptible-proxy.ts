import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A way to an engine that can be cut and mended, as if the engine went away and came back. */
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
  const make = () =>
    createServer((near) => {
      const far = track(connect(port, host));
      track(near).pipe(far).pipe(near);
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
    });
  const listen = (wanted: number) =>
    new Promise<void>((resolve) => void (server = make()).listen(wanted, '127.0.0.1', resolve));
  let server = make();
  await listen(0);
  const own = (server.address() as AddressInfo).port;
  return {
    port: own,
    disconnect: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    reconnect: () => (server.listening ? Promise.resolve() : listen(own)),
  };
}
