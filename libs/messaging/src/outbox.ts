import { binaryModeHeaders } from './cloud-event.ts';
import type { OutgoingMessage } from './cloud-event.ts';
import { quotedSchema } from './sql.ts';
import type { SqlExecutor } from './sql.ts';
import { activeTraceparent } from './trace-context.ts';

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
  if (messages.length === 0) return;
  const traceparent = activeTraceparent();
  const traced = messages.map(({ event }) =>
    traceparent === undefined || event.traceparent !== undefined ? event : { ...event, traceparent },
  );
  await transaction.query(
    `INSERT INTO ${quotedSchema(schema)}.outbox (topic, key, headers, value)
     SELECT topic, key, headers::json, value
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
       WITH ORDINALITY AS message (topic, key, headers, value, position)
     ORDER BY position`,
    [
      messages.map(({ topic }) => topic),
      messages.map(({ key }) => key),
      traced.map((event) => JSON.stringify(binaryModeHeaders(event))),
      traced.map((event) => JSON.stringify(event.data ?? null)),
    ],
  );
}
