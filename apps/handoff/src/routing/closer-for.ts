import { closerWanted } from '@baton/domain';
import type { RoutingDecision } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { teamOf } from '../people/open-handoffs.ts';
import { chooseWanted } from './routing-for.ts';
import type { CommitFacts } from './routing-for.ts';

/** Who closes the deal, or what the router says of it; neither where the rep does, because the team has no closer. */
export interface CloserChosen {
  closerId?: string;
  routing?: RoutingDecision;
}

/**
 * The closer that the rep names, or who stands in for them while they are away; the rep, when a closer too; else whom the
 * router chooses among the closers of the team, who may be nobody.
 */
export async function closerFor(transaction: SqlExecutor, facts: CommitFacts): Promise<CloserChosen> {
  const { state, intent, agreement, now } = facts;
  if (intent.kind !== 'command' || intent.command.type !== 'qualify') return {};
  const { closerId } = intent.command;
  if (closerId !== undefined) {
    const { isAway, heirId } = await teamOf(
      transaction,
      closerId,
      agreement,
      { now, since: now },
      'closer',
      state.leftOut,
    );
    const thereId = isAway ? heirId : closerId;
    if (thereId !== undefined) return { closerId: thereId };
  }
  const closers = await transaction.query<{ personId: string }[]>(
    `SELECT person_id AS "personId" FROM handoff.person WHERE team_id = $1 AND active AND 'closer' = ANY (roles)`,
    [state.teamId],
  );
  const { ownerId } = state;
  const repIsCloser = ownerId !== null && closers.some(({ personId }) => personId === ownerId);
  if (closerId === undefined && repIsCloser) return { closerId: ownerId };
  const wanted = closers.length > 0 ? closerWanted(state) : undefined;
  return wanted ? { routing: await chooseWanted(transaction, facts, wanted) } : {};
}
