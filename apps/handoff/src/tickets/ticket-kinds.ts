import { serviceTicketKinds, ticketKinds } from '@baton/domain';
import type { ServiceTicketKind, TicketKind } from '@baton/domain';

export type AnyTicketKind = TicketKind | ServiceTicketKind;

export const anyTicketKinds: AnyTicketKind[] = [...ticketKinds, ...serviceTicketKinds];
