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
  /** The lead's source if it could be read, otherwise the sender's name. Decides who owns the message. */
  source: string;
}

/** Stores the whole message with its problems, so that a person can correct and replay it, or dismiss it. */
export async function quarantineMessage(transaction: SqlExecutor, entry: QuarantineEntry): Promise<void> {
  const { message, identity, problems, receivedAt, reviewDueAt, createdBy, source } = entry;
  const { topic, partition, offset, headers, value } = message;
  await transaction.query(
    `INSERT INTO intake.quarantined_message
       (id, received_at, topic, partition, "offset", headers, body, codes, problems, identity, created_by, review_due_at, source)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     ON CONFLICT (id) DO NOTHING`,
    [
      digest('quarantine', positionDigest(message)),
      receivedAt,
      topic,
      partition,
      offset,
      JSON.stringify(withoutNullCharacters(headers)),
      value,
      problemCodes(problems),
      JSON.stringify(problems),
      identity,
      createdBy,
      reviewDueAt,
      source,
    ],
  );
}

/** Kafka headers may contain null characters, which jsonb rejects. */
function withoutNullCharacters(headers: Record<string, string>): Record<string, string> {
  const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed();
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [clean(name), clean(value)]));
}
