import { stringify } from 'csv-stringify/sync';
import type { Row } from './report-query.ts';

/** A table as CSV (RFC 4180). A text that a spreadsheet would take for a formula is led by an apostrophe; numbers stay numbers. */
export function csvOf(rows: Row[], columns: string[]): string {
  return stringify(rows, {
    header: true,
    columns,
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: { number: (value) => ({ value: String(value), escape_formulas: false }) },
  });
}
