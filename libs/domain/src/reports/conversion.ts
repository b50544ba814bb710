import { share } from '../statistics/share.ts';

export interface FunnelCounts {
  transferred: number;
  /** Transferred handoffs that were lost by process. */
  lost: number;
  sql: number;
  /** SQLs among the lost handoffs; passed conversion leaves them out. */
  sqlOfLost: number;
  won: number;
  wonOfLost: number;
}

export interface PassedConversion {
  /** The denominator: transferred − lost. Upheld and open returns stay in it. */
  passed: number;
  sql: number | null;
  won: number | null;
  /** SQL ÷ transferred, with the lost handoffs. */
  rawSql: number | null;
}

/** The conversion of the handoffs that were not lost by process. */
export function passedConversion(counts: FunnelCounts): PassedConversion {
  const passed = counts.transferred - counts.lost;
  return {
    passed,
    sql: share(counts.sql - counts.sqlOfLost, passed),
    won: share(counts.won - counts.wonOfLost, passed),
    rawSql: share(counts.sql, counts.transferred),
  };
}
