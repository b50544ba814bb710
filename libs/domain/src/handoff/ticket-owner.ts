import type { NotifyTarget } from '../agreement/agreement.ts';
import type { Role } from '../roles.ts';
import type { TicketKind } from './steps.ts';

/**
 * Who has to act for an alarm to end: whoever owns the lead, or a role, where marketing or the arbiter owes the step, or
 * only a team lead can give the lead to somebody.
 */
const ownerByTicketKind: Record<TicketKind, 'owner' | Extract<Role, NotifyTarget>> = {
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
};

/** The role that owns such tickets; nothing where the owner of the lead does. */
export function ticketRole(ticket: TicketKind): Extract<Role, NotifyTarget> | undefined {
  const owner = ownerByTicketKind[ticket];
  return owner === 'owner' ? undefined : owner;
}
