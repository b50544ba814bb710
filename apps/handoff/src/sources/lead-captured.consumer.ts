import { leadCaptured } from '@baton/contracts';
import type { LeadCaptured } from '@baton/contracts';
import { contractReader, subscription } from '@baton/messaging';
import type { AnySubscription, SqlExecutor } from '@baton/messaging';
import { Injectable } from '@nestjs/common';
import { closeSourceTicket } from './source-ticket.ts';

/** Notes when each source brings leads, which is how its silence is noticed and ends. */
@Injectable()
export class LeadCapturedConsumer {
  subscription(): AnySubscription {
    return subscription({
      topic: leadCaptured.topic,
      read: contractReader<LeadCaptured>(leadCaptured),
      ordered: false,
      idOf: ({ id }) => id,
      handle: ({ data }, { transaction, message }) => handleLead(transaction, data, message.receivedAt),
    });
  }
}

/**
 * A known lead keeps the source that brought it first, by whichever door it comes back: only a new one shows that its
 * source is alive. The past that is imported shows nothing.
 */
async function handleLead(
  on: SqlExecutor,
  { lead, signalId, isNew, importedHistory }: LeadCaptured,
  sentAt: Date,
): Promise<void> {
  if (!isNew || importedHistory) return;
  const signal = lead.signals.find((each) => each.signalId === signalId);
  const at = signal?.receivedAt ?? sentAt.toISOString();
  if (await recordArrival(on, lead.source, at)) await closeSourceTicket(on, lead.source, at);
}

/**
 * Notes the lead, unless it came within a minute of those that are noted: the leads of a busy source do not wait for each
 * other at one row, and cost one statement.
 */
async function recordArrival(on: SqlExecutor, source: string, at: string): Promise<boolean> {
  const noted = await on.query<unknown[]>(
    `WITH longer AS (
       UPDATE handoff.source_hour SET first_at = least(first_at, $2), last_at = greatest(last_at, $2)
       WHERE source = $1 AND hour = date_trunc('hour', $2::timestamptz, 'UTC')
         AND $2 NOT BETWEEN first_at - interval '1 minute' AND last_at + interval '1 minute'
       RETURNING 1
     ), begun AS (
       INSERT INTO handoff.source_hour (source, hour, first_at, last_at)
       VALUES ($1, date_trunc('hour', $2::timestamptz, 'UTC'), $2, $2) ON CONFLICT DO NOTHING
       RETURNING 1
     )
     SELECT FROM longer UNION ALL SELECT FROM begun`,
    [source, at],
  );
  return noted.length > 0;
}
