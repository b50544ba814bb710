import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** The SDK serves its metrics only over HTTP, and cannot choose a free port itself. */
export async function findMetricsAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `127.0.0.1:${port}`;
}

/** The metrics of the Temporal SDK in this process, in the Prometheus text format. */
export async function readTemporalMetrics(address: string): Promise<string> {
  const response = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(2000) });
  return response.text();
}
