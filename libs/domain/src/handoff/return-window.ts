import { latest } from '../time/moment.ts';
import type { CommandTerms } from './commands.ts';
import type { HandoffState } from './state.ts';

/** When the window for returns under these terms closes; undefined when no window is known. */
export function returnWindowEnd(state: HandoffState, { returnWindow, returnUntilTouchesEnd }: CommandTerms) {
  const { returnWindows, sqlAt, conversationWindowEndsAt } = state;
  const windowEnd = (returnWindows.find(({ window }) => window === returnWindow) ?? returnWindows[0])?.endsAt;
  if (!returnUntilTouchesEnd) return windowEnd;
  return latest(sqlAt === undefined ? conversationWindowEndsAt : windowEnd, firstConversationWindowEnd(state));
}

/** When the window after the first conversation closes. A closer and the owner after an overturned return have their own. */
export function firstConversationWindowEnd(state: HandoffState): string | undefined {
  const { touches, sqlAt, overturnedAt, ownerships } = state;
  const since = sqlAt === undefined ? overturnedAt : ownerships.at(-1)?.from;
  const first = touches.find(({ at, reached }) => reached && (!since || Date.parse(at) >= Date.parse(since)));
  return first?.conversationWindowEndsAt;
}
