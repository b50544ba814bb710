import { closerRequest } from '@baton/domain';
import type { RoutingDecision } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { teamAvailabilityFor } from '../staff/team-availability.ts';
import { routeToOwner } from './routing-decision.ts';
import type { DecisionInput } from './routing-decision.ts';

/** The closer, or a routing decision, which may have chosen nobody. Empty when the rep keeps the deal. */
export interface CloserChoice {
  closerId?: string;
  routing?: RoutingDecision;
}

/**
 * In this order: the closer that the rep names, or their deputy while they are away; the rep, if they are a closer too;
 * the closer of the team whose turn it is. In a team without closers the rep keeps the deal.
 */
export async function chooseCloser(
  transaction: SqlExecutor,
  input: DecisionInput,
  namedCloserId: string | undefined,
): Promise<CloserChoice> {
  const { state, agreement, now } = input;
  if (namedCloserId !== undefined) {
    const { isAway, deputyId } = await teamAvailabilityFor(
      transaction,
      namedCloserId,
      agreement,
      { now, since: now },
      'closer',
      state.exclusions,
    );
    const availableId = isAway ? deputyId : namedCloserId;
    if (availableId !== undefined) return { closerId: availableId };
  }
  const closers = await transaction.query<{ personId: string }[]>(
    `SELECT person_id AS "personId" FROM handoff.person WHERE team_id = $1 AND active AND 'closer' = ANY (roles)`,
    [state.teamId],
  );
  const { ownerId } = state;
  const repIsCloser = ownerId !== null && closers.some(({ personId }) => personId === ownerId);
  if (namedCloserId === undefined && repIsCloser) return { closerId: ownerId };
  const request = closers.length > 0 ? closerRequest(state) : undefined;
  return request ? { routing: await routeToOwner(transaction, input, request) } : {};
}
