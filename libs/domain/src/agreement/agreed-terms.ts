import type { AgreedTerms, HandoffCommand } from '../handoff/commands.ts';
import type { Agreement } from './agreement.ts';

/** What the agreement says to a command; a reason that it does not know has no window. */
export function agreedTerms({ criteria, returns, pauses }: Agreement, command: HandoffCommand): AgreedTerms {
  switch (command.type) {
    case 'qualify':
      return { sqlQuestions: criteria.sql.filter(({ required }) => required).map(({ id }) => id) };
    case 'return': {
      const reason = returns.reasons.find(({ code }) => code === command.reason);
      if (!reason) return {};
      const untilTouchesEnd = reason.visible === 'conversation' && reason.window === undefined;
      return { returnWindow: reason.window ?? returns.window.within, returnUntilTouchesEnd: untilTouchesEnd };
    }
    case 'agree-next-step':
      return { longestPause: pauses.longest };
    default:
      return {};
  }
}
