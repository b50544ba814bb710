import { stringify } from 'csv-stringify/sync';
import type { Row } from './report-query.ts';

/** A table as CSV (RFC 4180). Text that a spreadsheet would read as a formula gets a leading apostrophe; numbers do not. */
export function csvOf(rows: Row[], columns: string[]): string {
  return stringify(rows, {
    header: true,
    columns,
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: { number: (value) => ({ value: String(value), escape_formulas: false }) },
  });
}
