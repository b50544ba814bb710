import type { NotifyTarget } from '../agreement/agreement.ts';
import type { Role } from '../roles.ts';
import type { TicketKind } from './steps.ts';

type TicketRole = Extract<Role, NotifyTarget>;

/** Who must act so that the ticket closes: the owner of the lead, or a role. */
const ownerByTicketKind: Record<TicketKind, 'owner' | TicketRole> = {
  'not-transferred': 'marketer',
  'not-opened': 'owner',
  'not-accepted': 'owner',
  'no-first-contact': 'owner',
  'too-few-touches': 'owner',
  'no-reply-to-lead': 'owner',
  'next-step-missed': 'owner',
  'no-activity': 'owner',
  'return-not-reviewed': 'marketer',
  'arbitration-overdue': 'arbiter',
  'sql-not-contacted': 'owner',
  'returned-without-reason': 'owner',
  'nobody-eligible': 'team-lead',
  'late-in-queue': 'team-lead',
};

/** The role that owns tickets of this kind; undefined when the owner of the lead does. */
export function ticketRole(ticket: TicketKind): TicketRole | undefined {
  const owner = ownerByTicketKind[ticket];
  return owner === 'owner' ? undefined : owner;
}
