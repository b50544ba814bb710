import type { ServiceTicketKind } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { createHash } from 'node:crypto';
import { closeTicket, openTicket } from '../tickets/ticket-rows.ts';

export const SOURCE_SILENT: ServiceTicketKind = 'source-silent';

/** Ticket ids are part of URLs, whose path parameters may have 100 characters. */
const MAX_CHARACTERS = 80;

export const sourceTicketId = (source: string): string =>
  `${SOURCE_SILENT}.${source.length <= MAX_CHARACTERS ? source : createHash('sha256').update(source).digest('hex')}`;

export const openSourceTicket = (
  on: SqlExecutor,
  { source, lastLeadAt, silentFrom }: { source: string; lastLeadAt: string; silentFrom: string },
): Promise<void> =>
  openTicket(on, {
    ticketId: sourceTicketId(source),
    handoffId: null,
    kind: SOURCE_SILENT,
    ownerId: null,
    teamId: null,
    cause: { source, lastLeadAt },
    at: silentFrom,
  });

export const closeSourceTicket = (on: SqlExecutor, source: string, at: string): Promise<void> =>
  closeTicket(on, sourceTicketId(source), at);
