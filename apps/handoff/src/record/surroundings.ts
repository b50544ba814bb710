import type { HandoffState, Intent, Surroundings } from '@baton/domain';
import { together, type SqlExecutor } from '@baton/messaging';
import { keepDecision, lockTeams } from '../routing/choose-owner.ts';
import { routingFor, timesOf, type CommitFacts } from '../routing/routing-for.ts';

/** What the rules need beside the state, read within the commit's transaction. */
export async function surroundingsOf(transaction: SqlExecutor, facts: CommitFacts): Promise<Surroundings> {
  const { state, intent, agreement, now } = facts;
  const [routing, closerId] = await together(
    transaction,
    () => routingFor(transaction, facts),
    () => closerOf(transaction, state, intent, now),
  );
  const owing = state.promises.map(({ ownerId }) => ownerId);
  const people = [state.ownerId, routing?.chosen, closerId, ...owing].filter((personId) => personId != null);
  const [time] = await together(
    transaction,
    () => timesOf(transaction, [...new Set(people)], agreement, begunAt(facts)),
    async () => (routing?.rule === 'agreement' ? keepDecision(transaction, state.handoffId, routing, now) : undefined),
  );
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

/**
 * The closer that the rep names; else the rep, when a closer too; else the team's closer who has waited longest, one who
 * is there before any who is away.
 */
async function closerOf(
  transaction: SqlExecutor,
  { ownerId, teamId }: HandoffState,
  intent: Intent,
  now: string,
): Promise<string | undefined> {
  if (intent.kind !== 'command' || intent.command.type !== 'qualify') return undefined;
  if (intent.command.closerId !== undefined) return intent.command.closerId;
  // The team before its people, as every choice locks them.
  await lockTeams(transaction, teamId === null ? [] : [teamId]);
  const [closer] = await transaction.query<{ person_id: string }[]>(
    `SELECT person_id FROM handoff.person p WHERE team_id = $1 AND active AND 'closer' = ANY (roles)
     ORDER BY person_id <> $2,
       EXISTS (SELECT FROM handoff.absence a WHERE a.person_id = p.person_id AND a.from_at <= $3 AND a.to_at > $3),
       last_closing_at NULLS FIRST, person_id
     LIMIT 1 FOR UPDATE`,
    [teamId, ownerId, now],
  );
  if (closer && closer.person_id !== ownerId)
    await transaction.query('UPDATE handoff.person SET last_closing_at = now() WHERE person_id = $1', [
      closer.person_id,
    ]);
  return closer?.person_id;
}
