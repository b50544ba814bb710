import { allRoles, mayReadRecord } from '@baton/domain';
import type { RecordReader, RecordRelation } from '@baton/domain';
import { createIsolatedDatabase } from '@baton/testing';
import type { IsolatedDatabase } from '@baton/testing';
import fc from 'fast-check';
import { addToRelationSql, readableSql, readerParameters, RELATION_COLUMNS } from './record-access.ts';

const anyId = fc.constantFrom('anna', 'boris', 'sales', 'support', '', "o'neil", '{a,b}', 'NULL');
const anyRelation: fc.Arbitrary<RecordRelation> = fc.record({
  ownerIds: fc.uniqueArray(anyId, { maxLength: 3 }),
  teamIds: fc.uniqueArray(anyId, { maxLength: 3 }),
});
const anyReader: fc.Arbitrary<RecordReader> = fc.record(
  { id: anyId, roles: fc.subarray([...allRoles]), teamId: anyId },
  { requiredKeys: ['id', 'roles'] },
);

describe('readableSql', () => {
  let database: IsolatedDatabase;
  beforeAll(async () => {
    database = await createIsolatedDatabase();
    await database.pool.query(`CREATE TABLE record (id integer PRIMARY KEY, ${RELATION_COLUMNS})`);
  });
  afterAll(() => database?.drop());

  const columns = { ownerIds: 'r.owner_ids', teamIds: 'r.team_ids' };
  const save = (relations: readonly RecordRelation[]) =>
    database.pool.query(
      `INSERT INTO record SELECT (r->>'id')::integer, ARRAY(SELECT jsonb_array_elements_text(r->'ownerIds')),
         ARRAY(SELECT jsonb_array_elements_text(r->'teamIds')) FROM jsonb_array_elements($1) AS r`,
      [JSON.stringify(relations.map((relation, id) => ({ id, ...relation })))],
    );

  it('the SQL condition and the rule of the domain let the same callers read the same records', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRelation, { minLength: 1, maxLength: 10 }), anyReader, async (relations, reader) => {
        await database.pool.query('TRUNCATE record');
        await save(relations);
        const { ownerId, teamId } = readerParameters(reader);
        const { rows } = await database.pool.query<{ id: number }>(
          `SELECT id FROM record r WHERE ${readableSql(columns, { ownerId: '$1', teamId: '$2' })} ORDER BY id`,
          [ownerId, teamId],
        );
        const expected = relations.flatMap((relation, id) => (mayReadRecord(reader, relation) ? [id] : []));
        expect(rows.map(({ id }) => id)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('a relation grows by what is added, keeps what it had, and holds nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(anyRelation, anyRelation, async (before, added) => {
        await database.pool.query('TRUNCATE record');
        await save([before]);
        const { rows } = await database.pool.query<RecordRelation>(
          `UPDATE record r SET ${addToRelationSql(columns, { ownerIds: '$1', teamIds: '$2' })}
           RETURNING owner_ids AS "ownerIds", team_ids AS "teamIds"`,
          [added.ownerIds, added.teamIds],
        );
        const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])].sort();
        expect([...(rows[0]?.ownerIds ?? [])].sort()).toEqual(union(before.ownerIds, added.ownerIds));
        expect([...(rows[0]?.teamIds ?? [])].sort()).toEqual(union(before.teamIds, added.teamIds));
      }),
      { numRuns: 100 },
    );
  });
});
