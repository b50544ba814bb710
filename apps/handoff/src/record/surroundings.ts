import { owedTime } from '@baton/domain';
import type { CountedTime, Surroundings } from '@baton/domain';
import { together } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { keepDecision } from '../routing/choose-owner.ts';
import { closerFor } from '../routing/closer-for.ts';
import { routingFor, timesOf } from '../routing/routing-for.ts';
import type { CommitFacts } from '../routing/routing-for.ts';

/** What the rules need beside the state, read within the commit's transaction. */
export async function surroundingsOf(transaction: SqlExecutor, facts: CommitFacts): Promise<Surroundings> {
  const { state, intent, agreement, now } = facts;
  const { closerId, routing: ofCloser } = await closerFor(transaction, facts);
  const routing = ofCloser ?? (await routingFor(transaction, facts));
  const owing = state.promises.map(({ ownerId }) => ownerId);
  // Who answers the call of a lead may take it.
  const answering = intent.kind === 'command' && intent.command.type === 'touch' ? intent.actor.id : undefined;
  const people = [state.ownerId, routing?.chosen, closerId, answering, ...owing].filter((personId) => personId != null);
  const [timeOf] = await together(
    transaction,
    () => timesOf(transaction, [...new Set(people)], agreement, begunAt(facts)),
    async () => (routing?.rule === 'agreement' ? keepDecision(transaction, state.handoffId, routing, now) : undefined),
  );
  const time = (personId?: string): CountedTime => owedTime(timeOf(personId), timeOf());
  return { agreement, now, time, ...(routing && { routing }), ...(closerId && { closerId }) };
}

/** Since when time is counted: the beginning of the longest clock that still runs. */
function begunAt({ state, intent, now }: CommitFacts): string {
  const moments = [
    now,
    ...state.promises.map(({ from }) => from),
    ...(intent.kind === 'start' ? [intent.judged.signalReceivedAt] : []),
    ...(intent.kind === 'command' ? [intent.receivedAt] : []),
  ];
  return new Date(Math.min(...moments.map((moment) => Date.parse(moment)))).toISOString();
}
