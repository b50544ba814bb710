import type { AttentionOwner, ServiceTicketKind } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { insertNotifications } from '../notifications/notification-rows.ts';
import type { Recipient } from '../notifications/recipient.ts';
import { serviceTicketId } from './service-ticket-id.ts';
import { closeTicket, openTicket } from './ticket-rows.ts';
import type { TicketCause } from './ticket-rows.ts';

type TicketOwner = AttentionOwner | { role: 'team-lead'; teamId: string | null };

/** A ticket about a source, a workflow or the like. */
export interface ServiceTicket {
  kind: ServiceTicketKind;
  /** With the kind the ticket's identity, so that the same cause has one ticket. */
  subject: string;
  /** By default the role that such tickets belong to. */
  owner?: TicketOwner;
  /** If it is about the lead of a handoff. */
  handoffId?: string;
  cause: TicketCause;
  at: string;
  /** Notifications with the same id are sent once. By default each time that the ticket opens or changes its owner. */
  notificationId?: string;
}

const defaultOwner: Record<ServiceTicketKind, TicketOwner> = {
  'delivery-failing': { role: 'ops' },
  'source-silent': { role: 'marketer' },
  'workflow-stuck': { role: 'ops' },
  'result-owed': { role: 'team-lead', teamId: null },
  'refund-refused': { role: 'team-lead', teamId: null },
  'quarantine-overdue': { role: 'marketer' },
  'nurture-review-overdue': { role: 'marketer' },
};

/** Marketing knows whether a campaign has ended; ops know whether a form or a connection is broken. */
const alsoNotified: Partial<Record<ServiceTicketKind, Recipient[]>> = { 'source-silent': [{ role: 'ops' }] };

/** Opens or reopens the ticket, or gives it to another owner, and notifies those who must act. Otherwise does nothing. */
export async function openServiceTicket(on: SqlExecutor, ticket: ServiceTicket): Promise<void> {
  const { kind, subject, handoffId = null, cause, at, owner = defaultOwner[kind] } = ticket;
  const ticketId = serviceTicketId(kind, subject);
  const opened = await openTicket(on, {
    ticketId,
    handoffId,
    kind,
    ownerId: 'personId' in owner ? owner.personId : null,
    ownerRole: 'role' in owner ? owner.role : null,
    teamId: 'teamId' in owner ? owner.teamId : null,
    cause,
    at,
  });
  if (!opened) return;
  const stepId = ticket.notificationId ?? [ticketId, opened.times, ...Object.values(owner)].join('/');
  const facts = { ticketId, ticketKind: kind, ...(handoffId !== null && { handoffId }), ...textsOf(cause) };
  const recipients: Recipient[] = [owner, ...(alsoNotified[kind] ?? [])];
  await insertNotifications(
    on,
    recipients.map((recipient) => ({ stepId, recipient, kind: 'ticket-opened', facts })),
  );
}

export const closeServiceTicket = (
  on: SqlExecutor,
  { kind, subject, at }: Pick<ServiceTicket, 'kind' | 'subject' | 'at'>,
): Promise<void> => closeTicket(on, serviceTicketId(kind, subject), at);

const textsOf = (cause: TicketCause): Record<string, string> =>
  Object.fromEntries(Object.entries(cause).map(([name, value]) => [name, String(value)]));
