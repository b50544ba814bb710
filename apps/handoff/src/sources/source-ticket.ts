import type { ServiceTicketKind } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { serviceTicketId } from '../tickets/service-ticket-id.ts';
import { closeTicket, openTicket } from '../tickets/ticket-rows.ts';

export const SOURCE_SILENT: ServiceTicketKind = 'source-silent';

export const sourceTicketId = (source: string): string => serviceTicketId(SOURCE_SILENT, source);

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
