import { isOwedByTeam } from './promises.ts';
import type { PromiseReference } from './promises.ts';
import type { HandoffState } from './state.ts';
import type { TicketKind } from './steps.ts';

/** The ticket for a broken promise. */
export function ticketForPromise(reference: PromiseReference, { opened }: Pick<HandoffState, 'opened'>): TicketKind {
  if (isOwedByTeam(reference)) return 'late-in-queue';
  switch (reference.promise) {
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
