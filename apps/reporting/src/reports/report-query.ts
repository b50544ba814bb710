/** By what a report can be split. */
export const dimensions = ['channel', 'campaign', 'team', 'rep', 'segment', 'source', 'agreementVersion'] as const;
export type Dimension = (typeof dimensions)[number];

/** What a report is asked. An empty text of a filter stands for "not known". */
export interface ReportQuery {
  /** Everything is told as it stood at this moment, ISO 8601. */
  asOf: string;
  /** First moment of the period and the first after it, ISO 8601; null where it is open. */
  from: string | null;
  to: string | null;
  /** Zone in which days begin. */
  zone: string;
  filters: Partial<Record<Dimension, string>>;
  groupBy?: Dimension | 'hour';
}

export type Cell = string | number | null;
export type Row = Record<string, Cell>;

/** What a report answers beside the question itself. */
export interface Figures {
  /** Figures of the whole. */
  total: Record<string, unknown>;
  /** The table; also what CSV holds. */
  rows: Row[];
}
