import { capturedLeadEvents, leadCaptured } from '@baton/contracts';
import type { LeadCaptured } from '@baton/contracts';
import { contractsReader, subscription } from '@baton/messaging';
import type { AnySubscription, NamedEvent, SqlExecutor } from '@baton/messaging';
import { Injectable } from '@nestjs/common';
import { closeSourceTicket } from './source-ticket.ts';

/** Records when each source brings leads, so that silent sources are noticed. */
@Injectable()
export class LeadCapturedConsumer {
  subscription(): AnySubscription {
    return subscription<NamedEvent<typeof capturedLeadEvents>>({
      topic: leadCaptured.topic,
      read: contractsReader(capturedLeadEvents),
      ordered: false,
      idOf: ({ id }) => id,
      handle: async (event, { transaction, message }) => {
        if (event.kind === 'captured') await handleLead(transaction, event.data, message.receivedAt);
      },
    });
  }
}

/**
 * Only a new lead shows that its source works: a known lead keeps the source that brought it first, however it comes
 * back. Imported leads show nothing.
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
 * Records the arrival, unless it is within a minute of a recorded one. So the leads of a busy source do not queue for the
 * lock of its row.
 */
async function recordArrival(on: SqlExecutor, source: string, at: string): Promise<boolean> {
  const recorded = await on.query<unknown[]>(
    `WITH extended AS (
       UPDATE handoff.source_hour SET first_at = least(first_at, $2), last_at = greatest(last_at, $2)
       WHERE source = $1 AND hour = date_trunc('hour', $2::timestamptz, 'UTC')
         AND $2 NOT BETWEEN first_at - interval '1 minute' AND last_at + interval '1 minute'
       RETURNING 1
     ), inserted AS (
       INSERT INTO handoff.source_hour (source, hour, first_at, last_at)
       VALUES ($1, date_trunc('hour', $2::timestamptz, 'UTC'), $2, $2) ON CONFLICT DO NOTHING
       RETURNING 1
     )
     SELECT FROM extended UNION ALL SELECT FROM inserted`,
    [source, at],
  );
  return recorded.length > 0;
}
