import { serviceTicketKinds, ticketKinds, ticketRole } from '@baton/domain';
import type { Role, ServiceTicketKind, TicketKind } from '@baton/domain';

export type AnyTicketKind = TicketKind | ServiceTicketKind;

export const anyTicketKinds: AnyTicketKind[] = [...ticketKinds, ...serviceTicketKinds];

const roleOfServiceTicket: Record<ServiceTicketKind, Role> = {
  'delivery-failing': 'ops',
  'source-silent': 'marketer',
  'workflow-stuck': 'ops',
};

/** The role that owns tickets of this kind; undefined if the lead's owner does. */
export const ownerRoleOf = (kind: AnyTicketKind): Role | undefined =>
  isServiceTicketKind(kind) ? roleOfServiceTicket[kind] : ticketRole(kind);

const isServiceTicketKind = (kind: AnyTicketKind): kind is ServiceTicketKind => kind in roleOfServiceTicket;
