/** Loads POST /leads from a process of its own, as fast as the answers come, and says how many there were. */
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
  /** Answers by status, or by error, over the whole time. */
  responses: Record<string, number>;
  /** Answered 202, repeated requests apart: as many must be stored. */
  accepted: number;
}

const { port, apiKey, mix, series, connections, warmUpSeconds, seconds } = requestFromParent<LoadRequest>();
const stream = new LeadStream(mix, series);
const measuringFrom = performance.now() + warmUpSeconds * 1000;
const end = measuringFrom + seconds * 1000;
const latencies: number[] = [];
const answers: Record<string, number> = {};
let firsts = 0;

const head = (key: string): string =>
  `POST /leads HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Api-Key: ${apiKey}\r\nIdempotency-Key: ${key}\r\nContent-Type: application/json\r\n`;

async function runConnection(): Promise<void> {
  let connection = new KeepAliveConnection(port);
  while (performance.now() < end) {
    const { key, body, isRepeated } = stream.next();
    const begin = performance.now();
    const answer = await connection.send(head(key), body).catch((error: Error) => error.message);
    const now = performance.now();
    answers[answer] = (answers[answer] ?? 0) + 1;
    if (typeof answer === 'string') {
      connection.close();
      connection = new KeepAliveConnection(port);
    }
    if (answer !== 202) continue;
    if (!isRepeated) firsts += 1;
    if (now >= measuringFrom && now < end) latencies.push(now - begin);
  }
  connection.close();
}

await Promise.all(Array.from({ length: connections }, runConnection));
sendToParent({
  perSecond: latencies.length / seconds,
  p50Milliseconds: percentile(latencies, 0.5),
  p99Milliseconds: percentile(latencies, 0.99),
  responses: answers,
  accepted: firsts,
} satisfies LoadResult);
