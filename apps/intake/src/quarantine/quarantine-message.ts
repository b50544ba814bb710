import type { ReceivedMessage, SqlExecutor } from '@baton/messaging';
import type { FieldProblem } from '@baton/service';
import { digest } from '../capture/digest.ts';
import { positionDigest } from '../capture/parse-message.ts';
import { problemCodes } from '../parsing/parse-lead.ts';

export interface QuarantineEntry {
  message: ReceivedMessage;
  identity: string;
  problems: FieldProblem[];
  receivedAt: Date;
  reviewDueAt: Date;
  createdBy: string;
}

/** Keeps a message whole, with what is wrong with it, until somebody mends it. */
export async function quarantineMessage(transaction: SqlExecutor, quarantined: QuarantineEntry): Promise<void> {
  const { message, identity, problems, receivedAt, reviewDueAt, createdBy } = quarantined;
  const { topic, partition, offset, headers, value } = message;
  await transaction.query(
    `INSERT INTO intake.quarantined_message
       (id, received_at, topic, partition, "offset", headers, body, codes, problems, identity, created_by, review_due_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (id) DO NOTHING`,
    [
      digest('quarantine', positionDigest(message)),
      receivedAt,
      topic,
      partition,
      offset,
      JSON.stringify(withoutNulCharacters(headers)),
      value,
      problemCodes(problems),
      JSON.stringify(problems),
      identity,
      createdBy,
      reviewDueAt,
    ],
  );
}

/** A header may hold any bytes, jsonb no zero character. */
function withoutNulCharacters(headers: Record<string, string>): Record<string, string> {
  const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed();
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [clean(name), clean(value)]));
}
