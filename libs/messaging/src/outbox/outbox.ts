import { binaryModeHeaders } from '../events/cloud-event.ts';
import type { OutgoingMessage } from '../events/cloud-event.ts';
import { quotedSchema } from '../database/sql.ts';
import type { SqlExecutor } from '../database/sql.ts';
import { activeTraceparent } from '../events/trace-context.ts';

/**
 * Inserts messages into the outbox in the caller's transaction: they are sent only if it commits.
 *
 * Writers must lock their aggregate's row first. Then, of two transactions that write for one key, the second inserts
 * after the first has committed, and the unsent rows of a key have their ids in the order of events.
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
