import type { CommandTerms, HandoffCommand } from '../handoff/commands.ts';
import type { Agreement } from './agreement.ts';

/** What the agreement says to a command; a reason that it does not know has no window. */
export function commandTerms({ criteria, returns, pauses }: Agreement, command: HandoffCommand): CommandTerms {
  switch (command.type) {
    case 'qualify':
      return { sqlQuestions: criteria.sql.filter(({ required }) => required).map(({ id }) => id) };
    case 'return': {
      const reason = returns.reasons.find(({ code }) => code === command.reason);
      if (!reason) return {};
      const untilTouchesEnd = reason.visibleAt === 'conversation' && reason.window === undefined;
      return { returnWindow: reason.window ?? returns.window.within, returnUntilTouchesEnd: untilTouchesEnd };
    }
    case 'agree-next-step':
      return { longestPause: pauses.maximum };
    default:
      return {};
  }
}
