import { poolMembers, runningPromise, withAgreementFallback } from '@baton/domain';
import type { CountedTime, DecisionContext, RoutingDecision } from '@baton/domain';
import { runPipelined } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { chooseCloser } from '../routing/choose-closer.ts';
import type { CloserChoice } from '../routing/choose-closer.ts';
import { saveDecision } from '../routing/choose-owner.ts';
import { decideRouting } from '../routing/routing-decision.ts';
import type { DecisionInput } from '../routing/routing-decision.ts';
import { workingTimesOf } from '../staff/working-times.ts';

/** Reads what the rules need in addition to the state, within the commit's transaction. */
export async function readDecisionContext(transaction: SqlExecutor, input: DecisionInput): Promise<DecisionContext> {
  const { state, intent, agreement, now } = input;
  const ownerLastTouchAt = await lastTouchOfOwner(transaction, input);
  const { closerId, routing } = await chooseNextOwner(transaction, input, ownerLastTouchAt);
  // The person who reports a call from the lead may become its owner.
  const reporterId = intent.kind === 'command' && intent.command.type === 'touch' ? intent.actor.id : undefined;
  const promiseOwners = state.promises.map(({ ownerId }) => ownerId);
  const pool = poolOfLeadClock(input, routing);
  const people = [state.ownerId, routing?.chosen, closerId, reporterId, ...promiseOwners, ...pool].filter(
    (personId) => personId != null,
  );
  const [timeOf] = await runPipelined(
    transaction,
    () => workingTimesOf(transaction, [...new Set(people)], agreement, earliestMoment(input)),
    async () => (routing?.basis === 'agreement' ? saveDecision(transaction, state.handoffId, routing, now) : undefined),
  );
  const time = (personId?: string): CountedTime => withAgreementFallback(timeOf(personId), timeOf());
  const poolTime = withAgreementFallback(timeOf.union(pool), timeOf());
  return {
    agreement,
    now,
    time,
    poolTime,
    ...(ownerLastTouchAt !== undefined && { ownerLastTouchAt }),
    ...(routing && { routing }),
    ...(closerId && { closerId }),
  };
}

/** The people whose working time the lead's clock counts; nobody if the decision does not need it. */
function poolOfLeadClock({ state, intent }: DecisionInput, routing: RoutingDecision | undefined): string[] {
  if (intent.kind === 'start')
    return routing?.basis === 'agreement' ? poolMembers(routing).map(({ personId }) => personId) : [];
  return runningPromise(state, 'first-contact', 'lead') ? state.pool : [];
}

/** When the owner last touched any lead; read only when it decides whether an accepted lead moves. */
async function lastTouchOfOwner(on: SqlExecutor, { state, intent }: DecisionInput): Promise<string | undefined> {
  if (intent.kind !== 'deadline' || state.stage !== 'awaiting-first-contact') return undefined;
  const [row] = await on.query<{ at: Date | null }[]>(
    'SELECT last_touch_at AS at FROM handoff.person WHERE person_id = $1',
    [state.ownerId],
  );
  return row?.at?.toISOString();
}

async function chooseNextOwner(
  transaction: SqlExecutor,
  input: DecisionInput,
  ownerLastTouchAt: string | undefined,
): Promise<CloserChoice> {
  const { intent } = input;
  if (intent.kind === 'command' && intent.command.type === 'qualify')
    return chooseCloser(transaction, input, intent.command.closerId);
  const routing = await decideRouting(transaction, input, ownerLastTouchAt);
  return routing ? { routing } : {};
}

/** The earliest moment from which the rules may count working time, such as the start of a running promise. */
function earliestMoment({ state, intent, now }: DecisionInput): string {
  const moments = [
    now,
    ...state.promises.map(({ from }) => from),
    ...(intent.kind === 'start' ? [intent.judged.signalReceivedAt] : []),
    ...(intent.kind === 'command' ? [intent.receivedAt] : []),
  ];
  return new Date(Math.min(...moments.map((moment) => Date.parse(moment)))).toISOString();
}
