/** Loads POST /leads from a process of its own, as fast as the answers come, and says how many there were. */
import { percentile } from '../figures.ts';
import { request, say } from '../child.ts';
import { KeepAlive } from './keep-alive.ts';
import { LeadStream } from './lead-stream.ts';
import type { Mix } from './lead-stream.ts';

export interface LoadRequest {
  port: number;
  apiKey: string;
  mix: Mix;
  series: number;
  connections: number;
  warmUpSeconds: number;
  seconds: number;
}

export interface LoadResult {
  perSecond: number;
  p50: number;
  p99: number;
  /** Answers by status, or by error, over the whole time. */
  answers: Record<string, number>;
  /** Answered 202, repeated requests apart: as many must be stored. */
  firsts: number;
}

const { port, apiKey, mix, series, connections, warmUpSeconds, seconds } = request<LoadRequest>();
const stream = new LeadStream(mix, series);
const counted = performance.now() + warmUpSeconds * 1000;
const end = counted + seconds * 1000;
const latencies: number[] = [];
const answers: Record<string, number> = {};
let firsts = 0;

const head = (key: string): string =>
  `POST /leads HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Api-Key: ${apiKey}\r\nIdempotency-Key: ${key}\r\nContent-Type: application/json\r\n`;

async function lane(): Promise<void> {
  let connection = new KeepAlive(port);
  while (performance.now() < end) {
    const { key, body, isRepeated } = stream.next();
    const begin = performance.now();
    const answer = await connection.send(head(key), body).catch((error: Error) => error.message);
    const now = performance.now();
    answers[answer] = (answers[answer] ?? 0) + 1;
    if (typeof answer === 'string') {
      connection.close();
      connection = new KeepAlive(port);
    }
    if (answer !== 202) continue;
    if (!isRepeated) firsts += 1;
    if (now >= counted && now < end) latencies.push(now - begin);
  }
  connection.close();
}

await Promise.all(Array.from({ length: connections }, lane));
say({
  perSecond: latencies.length / seconds,
  p50: percentile(latencies, 0.5),
  p99: percentile(latencies, 0.99),
  answers,
  firsts,
} satisfies LoadResult);
