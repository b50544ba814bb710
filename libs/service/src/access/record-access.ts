import { readableRecords } from '@baton/domain';
import type { RecordReader } from '@baton/domain';

/** The columns of a table whose rows have a relation: the people and the teams that have had the record. */
export const RELATION_COLUMNS = `owner_ids text[] NOT NULL DEFAULT '{}', team_ids text[] NOT NULL DEFAULT '{}'`;

/** Names of columns, or placeholders of parameters. */
interface RelationTerms {
  ownerIds: string;
  teamIds: string;
}

const withAdded = (known: string, added: string): string =>
  `CASE WHEN ${added}::text[] <@ ${known} THEN ${known} ELSE ARRAY(SELECT DISTINCT unnest(${known} || ${added}::text[])) END`;

/** Assignments of an UPDATE that add people and teams to a relation. The order of such updates does not matter. */
export const addToRelationSql = (known: RelationTerms, added: RelationTerms): string =>
  `owner_ids = ${withAdded(known.ownerIds, added.ownerIds)}, team_ids = ${withAdded(known.teamIds, added.teamIds)}`;

/**
 * The condition under which a caller may read a row: the same as `mayReadRecord` of the row's relation.
 *
 * @param parameters the placeholders for the values of `readerParameters`
 */
export const readableSql = (columns: RelationTerms, parameters: { ownerId: string; teamId: string }): string =>
  `(CAST(${parameters.ownerId} AS text) IS NULL OR ${columns.ownerIds} @> ARRAY[CAST(${parameters.ownerId} AS text)]
    OR ${columns.teamIds} @> ARRAY[CAST(${parameters.teamId} AS text)])`;

/** The values of the two parameters of `readableSql`. Both are null for a caller who reads everything. */
export function readerParameters(reader: RecordReader): { ownerId: string | null; teamId: string | null } {
  const readable = readableRecords(reader);
  if (readable === 'all') return { ownerId: null, teamId: null };
  return { ownerId: readable.ownerId, teamId: readable.teamId ?? null };
}
