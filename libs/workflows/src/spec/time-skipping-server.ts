import { TestWorkflowEnvironment } from '@temporalio/testing';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const START_TIMEOUT_MILLISECONDS = 120_000;

/** The SDK's types allow time skipping only on a server that the SDK starts itself; at run time any server works. */
const Environment = TestWorkflowEnvironment as unknown as {
  create(options: {
    server: { type: 'existing' };
    address: string;
    supportsTimeSkipping: true;
    client: { identity: string };
  }): Promise<TestWorkflowEnvironment>;
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Starts the server without the SDK, which waits only five seconds: a JVM on a busy machine needs longer. */
export async function startTimeSkippingServer(
  path: string,
  identity: string,
): Promise<[TestWorkflowEnvironment, () => void]> {
  const port = await freePort();
  const server = spawn(path, [String(port)], { stdio: 'ignore' });
  const stop = (): void => void server.kill();
  const giveUpAt = performance.now() + START_TIMEOUT_MILLISECONDS;
  while (!(await isListening(port))) {
    if (server.exitCode !== null || performance.now() > giveUpAt) {
      stop();
      throw new Error(`The time-skipping server (${path}) does not accept connections.`);
    }
    await pause(100);
  }
  const address = `127.0.0.1:${port}`;
  const options = { server: { type: 'existing' }, supportsTimeSkipping: true, client: { identity } } as const;
  return [await Environment.create({ ...options, address }), stop];
}
