import { closerRequest } from '@baton/domain';
import type { RoutingDecision } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { teamAvailabilityFor } from '../staff/team-availability.ts';
import { routeToOwner } from './routing-decision.ts';
import type { DecisionInput } from './routing-decision.ts';

/** Who closes the deal, or what the router says of it; neither where the rep does, because the team has no closer. */
export interface CloserChoice {
  closerId?: string;
  routing?: RoutingDecision;
}

/**
 * The closer that the rep names, or who stands in for them while they are away; the rep, when a closer too; else whom the
 * router chooses among the closers of the team, who may be nobody.
 */
export async function chooseCloser(transaction: SqlExecutor, facts: DecisionInput): Promise<CloserChoice> {
  const { state, intent, agreement, now } = facts;
  if (intent.kind !== 'command' || intent.command.type !== 'qualify') return {};
  const { closerId } = intent.command;
  if (closerId !== undefined) {
    const { isAway, deputyId } = await teamAvailabilityFor(
      transaction,
      closerId,
      agreement,
      { now, since: now },
      'closer',
      state.exclusions,
    );
    const availableId = isAway ? deputyId : closerId;
    if (availableId !== undefined) return { closerId: availableId };
  }
  const closers = await transaction.query<{ personId: string }[]>(
    `SELECT person_id AS "personId" FROM handoff.person WHERE team_id = $1 AND active AND 'closer' = ANY (roles)`,
    [state.teamId],
  );
  const { ownerId } = state;
  const repIsCloser = ownerId !== null && closers.some(({ personId }) => personId === ownerId);
  if (closerId === undefined && repIsCloser) return { closerId: ownerId };
  const wanted = closers.length > 0 ? closerRequest(state) : undefined;
  return wanted ? { routing: await routeToOwner(transaction, facts, wanted) } : {};
}
