/** Sends POST /leads on many connections as fast as responses arrive, and reports the rate and the latencies. */
import { percentile } from '../statistics.ts';
import { requestFromParent, sendToParent } from '../child-script.ts';
import { KeepAliveConnection } from './keep-alive-connection.ts';
import { LeadStream } from './lead-stream.ts';
import type { LeadMix } from './lead-stream.ts';

export interface LoadRequest {
  port: number;
  apiKey: string;
  mix: LeadMix;
  series: number;
  connections: number;
  warmUpSeconds: number;
  seconds: number;
}

export interface LoadResult {
  perSecond: number;
  p50Milliseconds: number;
  p99Milliseconds: number;
  /** The number of responses by status or error, over the whole time. */
  responses: Record<string, number>;
  /** Requests that got a 202 response, not counting repeated ones. At least as many leads must be stored. */
  accepted: number;
}

const { port, apiKey, mix, series, connections, warmUpSeconds, seconds } = requestFromParent<LoadRequest>();
const stream = new LeadStream(mix, series);
const measuringFrom = performance.now() + warmUpSeconds * 1000;
const end = measuringFrom + seconds * 1000;
const latencies: number[] = [];
const responses: Record<string, number> = {};
let accepted = 0;

const head = (key: string): string =>
  `POST /leads HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Api-Key: ${apiKey}\r\nIdempotency-Key: ${key}\r\nContent-Type: application/json\r\n`;

async function runConnection(): Promise<void> {
  let connection = new KeepAliveConnection(port);
  while (performance.now() < end) {
    const { key, body, isRepeated } = stream.next();
    const begin = performance.now();
    const response = await connection.send(head(key), body).catch((error: Error) => error.message);
    const now = performance.now();
    responses[response] = (responses[response] ?? 0) + 1;
    if (typeof response === 'string') {
      connection.close();
      connection = new KeepAliveConnection(port);
    }
    if (response !== 202) continue;
    if (!isRepeated) accepted += 1;
    if (now >= measuringFrom && now < end) latencies.push(now - begin);
  }
  connection.close();
}

await Promise.all(Array.from({ length: connections }, runConnection));
sendToParent({
  perSecond: latencies.length / seconds,
  p50Milliseconds: percentile(latencies, 0.5),
  p99Milliseconds: percentile(latencies, 0.99),
  responses,
  accepted,
} satisfies LoadResult);
