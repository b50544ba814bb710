import type { OutgoingMessage } from './cloud-event.ts';
import type { SqlExecutor } from './sql.ts';

/**
 * Writes messages into the outbox, in the caller's transaction: they are sent when it commits, and only then.
 *
 * A writer locks its aggregate's row before it inserts. So of two transactions that write for one key, the second
 * inserts after the first has committed, and among unsent rows the order of ids is the order of events for each key.
 */
export async function appendToOutbox(
  transaction: SqlExecutor,
  schema: string,
  messages: OutgoingMessage[],
): Promise<void> {
  await Promise.reject(new Error(`to be written: ${String(transaction)} ${schema} ${messages.length}`));
}
