import { withAgreementFallback } from '@baton/domain';
import type { CountedTime, DecisionContext } from '@baton/domain';
import { runPipelined } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { saveDecision } from '../routing/choose-owner.ts';
import { chooseCloser } from '../routing/choose-closer.ts';
import { decideRouting, workingTimesOf } from '../routing/routing-decision.ts';
import type { DecisionInput } from '../routing/routing-decision.ts';

/** What the rules need beside the state, read within the commit's transaction. */
export async function readDecisionContext(transaction: SqlExecutor, facts: DecisionInput): Promise<DecisionContext> {
  const { state, intent, agreement, now } = facts;
  const { closerId, routing: closerRouting } = await chooseCloser(transaction, facts);
  const routing = closerRouting ?? (await decideRouting(transaction, facts));
  const promiseOwners = state.promises.map(({ ownerId }) => ownerId);
  // Who answers the call of a lead may take it.
  const callTaker = intent.kind === 'command' && intent.command.type === 'touch' ? intent.actor.id : undefined;
  const people = [state.ownerId, routing?.chosen, closerId, callTaker, ...promiseOwners].filter(
    (personId) => personId != null,
  );
  const [timeOf] = await runPipelined(
    transaction,
    () => workingTimesOf(transaction, [...new Set(people)], agreement, earliestMoment(facts)),
    async () => (routing?.basis === 'agreement' ? saveDecision(transaction, state.handoffId, routing, now) : undefined),
  );
  const time = (personId?: string): CountedTime => withAgreementFallback(timeOf(personId), timeOf());
  return { agreement, now, time, ...(routing && { routing }), ...(closerId && { closerId }) };
}

/** Since when time is counted: the beginning of the longest clock that still runs. */
function earliestMoment({ state, intent, now }: DecisionInput): string {
  const moments = [
    now,
    ...state.promises.map(({ from }) => from),
    ...(intent.kind === 'start' ? [intent.judged.signalReceivedAt] : []),
    ...(intent.kind === 'command' ? [intent.receivedAt] : []),
  ];
  return new Date(Math.min(...moments.map((moment) => Date.parse(moment)))).toISOString();
}
