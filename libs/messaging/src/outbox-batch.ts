import { loggableReason } from './errors.ts';
import type { KafkaProducer } from './kafka.ts';
import { permanentErrorOf } from './kafka-errors.ts';
import type { RecordPosition, RecordToSend } from './kafka-records.ts';

export interface OutboxRow {
  id: string;
  topic: string;
  key: string;
  headers: Record<string, string>;
  value: string;
}

/** What became of a batch: rows in none of the three wait, and are sent again. */
export interface SendResult {
  sent: OutboxRow[];
  /** Where the first record of each partition of each request stands. */
  positions: RecordPosition[];
  refused: { row: OutboxRow; reason: string }[];
  /** Topics that cannot take records now; the others are not held up by them. */
  blocked: { topic: string; reason: string; error: unknown }[];
}

/** Below the broker's default of 1 MiB a record batch, with room for keys, headers and framing. */
const MAXIMUM_BYTES_PER_REQUEST = 700_000;

/** Sends rows in the order given: all topics at once, and only when that fails, topic by topic, to find the culprit. */
export async function sendRows(producer: Pick<KafkaProducer, 'send'>, rows: OutboxRow[]): Promise<SendResult> {
  const outcome: SendResult = { sent: [], positions: [], refused: [], blocked: [] };
  for (const portion of chunks(rows)) {
    const waiting = portion.filter(({ topic }) => !outcome.blocked.some((blocked) => blocked.topic === topic));
    if (waiting.length === 0) continue;
    try {
      outcome.positions.push(...(await producer.send(waiting.map(toRecord))));
      outcome.sent.push(...waiting);
    } catch {
      for (const sameTopic of Map.groupBy(waiting, ({ topic }) => topic).values()) {
        await sendSameTopic(producer, sameTopic, outcome);
      }
    }
  }
  return outcome;
}

/** Halves what the broker refuses until the one row is alone; what stands before and after it is sent in order. */
async function sendSameTopic(
  producer: Pick<KafkaProducer, 'send'>,
  rows: OutboxRow[],
  outcome: SendResult,
): Promise<boolean> {
  const [first] = rows;
  if (first === undefined) return true;
  try {
    outcome.positions.push(...(await producer.send(rows.map(toRecord))));
    outcome.sent.push(...rows);
    return true;
  } catch (error) {
    const reason = permanentErrorOf(error);
    if (reason === undefined) {
      outcome.blocked.push({ topic: first.topic, reason: loggableReason(error), error });
      return false;
    }
    if (rows.length === 1) {
      outcome.refused.push({ row: first, reason });
      return true;
    }
    const half = Math.ceil(rows.length / 2);
    const goesOn = await sendSameTopic(producer, rows.slice(0, half), outcome);
    return goesOn && (await sendSameTopic(producer, rows.slice(half), outcome));
  }
}

/** Cuts rows, in order, into portions that fit into one request each; a row that is too long by itself stands alone. */
export function chunks(rows: OutboxRow[], limit = MAXIMUM_BYTES_PER_REQUEST): OutboxRow[][] {
  const result: OutboxRow[][] = [];
  let bytes = Infinity;
  for (const row of rows) {
    const size = Buffer.byteLength(row.value) + 512;
    if (bytes + size > limit) {
      result.push([]);
      bytes = 0;
    }
    result.at(-1)?.push(row);
    bytes += size;
  }
  return result;
}

function toRecord(row: OutboxRow): RecordToSend {
  return { topic: row.topic, key: row.key, value: row.value, headers: row.headers };
}
