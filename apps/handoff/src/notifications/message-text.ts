import type { NotificationKind } from './notifications-of.ts';

export interface MessageText {
  subject: string;
  text: string;
}

/** What a person reads. */
export function messageText(kind: NotificationKind, facts: Record<string, string>): MessageText {
  const handoff = facts['handoffId'] ?? '';
  const due = facts['dueAt'] ? ` by ${facts['dueAt'].slice(0, 16).replace('T', ' ')} UTC` : '';
  switch (kind) {
    case 'new-lead':
      return {
        subject: `A new lead is yours: accept it${due}`,
        text: `Handoff ${handoff} waits for you. Accept or decline it${due}, and make the first touch.`,
      };
    case 'lead-answered':
      return {
        subject: `The lead answered: come back to it${due}`,
        text: `In handoff ${handoff} the lead itself wrote or called. Answer it${due}.`,
      };
    case 'returned':
      return {
        subject: `A lead was given back: ${facts['reason']}`,
        text: `Sales gave handoff ${handoff} back (${facts['reason']}). Accept the return, or contest it.`,
      };
    case 'contested':
      return {
        subject: 'A contested return waits for your verdict',
        text: `Marketing contests the return of handoff ${handoff}. Decide it, and name whose fault it was.`,
      };
    case 'reminder':
      return {
        subject: `Reminder: ${facts['promise']} is due${due}`,
        text: `In handoff ${handoff} the promise "${facts['promise']}" runs out${due}.`,
      };
    case 'promise-broken':
      return {
        subject: `Promise broken: ${facts['promise']}`,
        text: `In handoff ${handoff} the promise "${facts['promise']}"${facts['ownerId'] ? ` of ${facts['ownerId']}` : ''} was due${due} and is not kept. A ticket is open.`,
      };
    case 'nobody-eligible':
      return {
        subject: 'A lead has nobody to go to',
        text: `For handoff ${handoff} nobody else in the team is eligible (${facts['why']}). Reassign it by hand.`,
      };
  }
}
