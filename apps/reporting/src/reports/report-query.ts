/**
 * The dimensions by which a report can be filtered and grouped. The evidence of a handoff is that of its first touch,
 * the evidence of a promise that of the touch that kept it.
 */
export const dimensions = [
  'channel',
  'campaign',
  'team',
  'rep',
  'segment',
  'source',
  'agreementVersion',
  'evidence',
] as const;
export type Dimension = (typeof dimensions)[number];

/** The parameters of a report. An empty filter matches unknown values. */
export interface ReportQuery {
  /** Figures count what happened up to this moment, ISO 8601. */
  asOf: string;
  /** Start (inclusive) and end (exclusive) of the period, ISO 8601; null if unbounded. */
  from: string | null;
  to: string | null;
  /** The time zone in which days begin. */
  zone: string;
  filters: Partial<Record<Dimension, string>>;
  groupBy?: Dimension | 'hour';
}

export type Cell = string | number | null;
export type Row = Record<string, Cell>;

/** The figures of a report. */
export interface Figures {
  /** Totals over all groups. */
  total: Record<string, unknown>;
  /** The rows of the table, as JSON or as CSV. */
  rows: Row[];
}
