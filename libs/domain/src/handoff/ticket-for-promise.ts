import type { PromiseName } from '../agreement/agreement.ts';
import type { HandoffState } from './state.ts';
import type { TicketKind } from './steps.ts';

/** The ticket that opens when a promise breaks. */
export function ticketForPromise(promise: PromiseName, { opened }: Pick<HandoffState, 'opened'>): TicketKind {
  switch (promise) {
    case 'transfer':
      return 'not-transferred';
    case 'acceptance':
      return opened ? 'not-accepted' : 'not-opened';
    case 'first-contact':
      return 'no-first-contact';
    case 'touches':
      return 'too-few-touches';
    case 'reply-to-lead':
      return 'no-reply-to-lead';
    case 'next-step':
      return 'next-step-missed';
    case 'activity':
      return 'no-activity';
    case 'return-review':
      return 'return-not-reviewed';
    case 'arbitration':
      return 'arbitration-overdue';
    case 'sql-contact':
      return 'sql-not-contacted';
  }
}
