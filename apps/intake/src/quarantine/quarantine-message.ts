import type { ReceivedMessage, SqlExecutor } from '@baton/messaging';
import type { FieldProblem } from '@baton/service';
import { digest } from '../capture/digest.ts';
import { placeOf } from '../capture/read-message.ts';
import { codesOf } from '../reading/read-lead.ts';

export interface Quarantined {
  message: ReceivedMessage;
  identity: string;
  problems: FieldProblem[];
  receivedAt: Date;
  reviewBy: Date;
  createdBy: string;
}

/** Keeps a message whole, with what is wrong with it, until somebody mends it. */
export async function quarantine(transaction: SqlExecutor, quarantined: Quarantined): Promise<void> {
  const { message, identity, problems, receivedAt, reviewBy, createdBy } = quarantined;
  const { topic, partition, offset, headers, value } = message;
  await transaction.query(
    `INSERT INTO intake.quarantine
       (id, received_at, topic, partition, "offset", headers, body, codes, problems, identity, created_by, review_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (id) DO NOTHING`,
    [
      digest('quarantine', placeOf(message)),
      receivedAt,
      topic,
      partition,
      offset,
      JSON.stringify(withoutZeros(headers)),
      value,
      codesOf(problems),
      JSON.stringify(problems),
      identity,
      createdBy,
      reviewBy,
    ],
  );
}

/** A header may hold any bytes, jsonb no zero character. */
function withoutZeros(headers: Record<string, string>): Record<string, string> {
  const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed();
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [clean(name), clean(value)]));
}
