/** Part of a whole; nothing can be said of an empty whole. */
export const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

export interface FunnelCounts {
  transferred: number;
  /** Of those transferred, lost by process. */
  lost: number;
  sql: number;
  /** SQL in spite of the mark; they are outside of the passed ones. */
  sqlOfLost: number;
  won: number;
  wonOfLost: number;
}

export interface PassedConversion {
  /** The denominator: transferred − lost. Upheld and open returns stay in it. */
  passed: number;
  sql: number | null;
  won: number | null;
  /** SQL ÷ transferred, whatever the process did. */
  rawSql: number | null;
}

/** What became of the leads that the process did not lose. */
export function passedConversion(counts: FunnelCounts): PassedConversion {
  const passed = counts.transferred - counts.lost;
  return {
    passed,
    sql: share(counts.sql - counts.sqlOfLost, passed),
    won: share(counts.won - counts.wonOfLost, passed),
    rawSql: share(counts.sql, counts.transferred),
  };
}

/** 95 % interval of a share by Wilson, which also holds for few and for extreme shares. */
export function shareInterval(part: number, whole: number): { low: number; high: number } | null {
  if (whole === 0) return null;
  const z = 1.959964;
  const p = part / whole;
  const middle = p + (z * z) / (2 * whole);
  const reach = z * Math.sqrt((p * (1 - p)) / whole + (z * z) / (4 * whole * whole));
  const scale = 1 + (z * z) / whole;
  return { low: Math.max(0, (middle - reach) / scale), high: Math.min(1, (middle + reach) / scale) };
}
