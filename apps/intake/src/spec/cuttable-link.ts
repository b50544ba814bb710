import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A way to an engine that can be cut and mended, as if the engine went away and came back. */
export interface CuttableLink {
  port: number;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

export async function cuttableLink(host: string, port: number): Promise<CuttableLink> {
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
    cut: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    mend: () => (server.listening ? Promise.resolve() : listen(own)),
  };
}
