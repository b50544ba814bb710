import type { SqlExecutor } from './sql.ts';

/**
 * The time of the database's clock, ISO 8601, which all processes share. What is recorded, due or compared with another moment is dated by it:
 * the clock of a replica can be minutes off.
 */
export async function databaseTime(on: SqlExecutor): Promise<string> {
  const [row] = await on.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
  if (!row) throw new Error('The database returned no time');
  return row.now.toISOString();
}
