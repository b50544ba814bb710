import type { ServiceTicketKind } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { closeServiceTicket, openServiceTicket } from '../tickets/service-tickets.ts';

export const SOURCE_SILENT: ServiceTicketKind = 'source-silent';

export const openSourceTicket = (
  on: SqlExecutor,
  { source, lastLeadAt, silentFrom }: { source: string; lastLeadAt: string; silentFrom: string },
): Promise<void> =>
  openServiceTicket(on, { kind: SOURCE_SILENT, subject: source, cause: { source, lastLeadAt }, at: silentFrom });

export const closeSourceTicket = (on: SqlExecutor, source: string, at: string): Promise<void> =>
  closeServiceTicket(on, { kind: SOURCE_SILENT, subject: source, at });
