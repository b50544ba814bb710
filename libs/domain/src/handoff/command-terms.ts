import type { Agreement } from '../agreement/agreement.ts';
import type { CommandTerms, HandoffCommand, ReceivedCommand, Refusal } from './commands.ts';
import { refusalFor } from './refusal.ts';
import type { HandoffState } from './state.ts';

/** The agreement's terms for a command. A return reason that the agreement does not know has no window. */
export function commandTerms(
  { criteria, returns, pauses, postponement }: Agreement,
  command: HandoffCommand,
): CommandTerms {
  switch (command.type) {
    case 'qualify':
      return {
        sqlQuestions: criteria.sql.filter(({ required }) => required).map(({ id }) => id),
        returnReasons: [...criteria.sql, ...criteria.mql].flatMap(({ id, returnReason }) =>
          returnReason === undefined ? [] : [{ question: id, reason: returnReason }],
        ),
      };
    case 'return': {
      const reason = returns.reasons.find(({ code }) => code === command.reason);
      if (!reason) return {};
      const needsConversation = reason.visibleAt === 'conversation';
      return {
        returnWindow: reason.window ?? returns.window.within,
        returnUntilTouchesEnd: needsConversation && reason.window === undefined,
        returnNeedsConversation: needsConversation,
      };
    }
    case 'agree-next-step':
      return { longestPause: pauses.maximum };
    case 'postpone':
      return { postponement };
    default:
      return {};
  }
}

/** Why the agreement refuses a command, whatever terms came with it. */
export const refusalUnder = (
  agreement: Agreement,
  state: HandoffState,
  received: Omit<ReceivedCommand, 'terms'>,
): Refusal | undefined => refusalFor(state, { ...received, terms: commandTerms(agreement, received.command) });
