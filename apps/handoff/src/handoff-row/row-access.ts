import { readableRecords } from '@baton/domain';
import { readableSql, readerParameters } from '@baton/service';
import type { Caller } from '@baton/service';

/** Whether the caller may read the rows of every team. */
export const readsAllTeams = (caller: Caller): boolean => readableRecords(caller) === 'all';

/**
 * A condition of a TypeORM query for the handoffs that the caller may read, with its parameters.
 *
 * @param alias of the handoff in the query
 */
export const readableHandoffs = (caller: Caller, alias: string): [string, Record<string, unknown>] => {
  const { ownerId: readerId, teamId: readerTeamId } = readerParameters(caller);
  const columns = { ownerIds: `${alias}.owner_ids`, teamIds: `${alias}.team_ids` };
  return [readableSql(columns, { ownerId: ':readerId', teamId: ':readerTeamId' }), { readerId, readerTeamId }];
};
