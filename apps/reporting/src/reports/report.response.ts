import type { Figures, ReportQuery } from './report-query.ts';

/** A report's figures, with the parameters that they were computed for. */
export interface ReportResponse extends Figures {
  report: string;
  title: string;
  definition: string;
  asOf: string;
  period: { from: string | null; to: string | null; zone: string };
  filters: ReportQuery['filters'];
  groupBy: string | null;
}
