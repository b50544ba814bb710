import { loggableReason } from '../errors.ts';
import type { KafkaProducer } from '../kafka/kafka.ts';
import { permanentErrorOf } from '../kafka/kafka-errors.ts';
import type { RecordPosition, RecordToSend } from '../kafka/kafka-records.ts';

export interface OutboxRow {
  id: string;
  topic: string;
  key: string;
  headers: Record<string, string>;
  value: string;
}

/** The outcome of a batch. Rows in none of the lists stay in the outbox and are sent again. */
export interface SendResult {
  sent: OutboxRow[];
  /** The position of the first record in each partition, for each request. */
  positions: RecordPosition[];
  refused: { row: OutboxRow; reason: string }[];
  /** Topics that cannot accept records at the moment; they do not hold up the others. */
  blocked: { topic: string; reason: string; error: unknown }[];
}

/** Below the broker's default of 1 MiB per record batch, with room for keys, headers and framing. */
const MAXIMUM_BYTES_PER_REQUEST = 700_000;

/** Sends rows in the given order: all topics in one request or, when that fails, topic by topic to find the faulty one. */
export async function sendRows(producer: Pick<KafkaProducer, 'send'>, rows: OutboxRow[]): Promise<SendResult> {
  const result: SendResult = { sent: [], positions: [], refused: [], blocked: [] };
  for (const chunk of chunks(rows)) {
    const unblocked = chunk.filter(({ topic }) => !result.blocked.some((blocked) => blocked.topic === topic));
    if (unblocked.length === 0) continue;
    try {
      result.positions.push(...(await producer.send(unblocked.map(toRecord))));
      result.sent.push(...unblocked);
    } catch {
      for (const sameTopic of Map.groupBy(unblocked, ({ topic }) => topic).values()) {
        await sendSameTopic(producer, sameTopic, result);
      }
    }
  }
  return result;
}

/**
 * Halves a rejected batch until the rejected row is alone, so that the rows before and after it are sent in order.
 * Returns false when the topic is blocked.
 */
async function sendSameTopic(
  producer: Pick<KafkaProducer, 'send'>,
  rows: OutboxRow[],
  result: SendResult,
): Promise<boolean> {
  const [first] = rows;
  if (first === undefined) return true;
  try {
    result.positions.push(...(await producer.send(rows.map(toRecord))));
    result.sent.push(...rows);
    return true;
  } catch (error) {
    const reason = permanentErrorOf(error);
    if (reason === undefined) {
      result.blocked.push({ topic: first.topic, reason: loggableReason(error), error });
      return false;
    }
    if (rows.length === 1) {
      result.refused.push({ row: first, reason });
      return true;
    }
    const half = Math.ceil(rows.length / 2);
    const isUnblocked = await sendSameTopic(producer, rows.slice(0, half), result);
    return isUnblocked && (await sendSameTopic(producer, rows.slice(half), result));
  }
}

/** Splits rows, in order, into chunks that fit into one request; a row that exceeds the limit gets its own chunk. */
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
