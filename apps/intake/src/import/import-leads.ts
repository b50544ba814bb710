import { appendToOutbox, inTransaction, sqlExecutorOf } from '@baton/messaging';
import { basename } from 'node:path';
import type pg from 'pg';
import { captureLeads } from '../capture/capture-leads.ts';
import type { Submission } from '../capture/submission.ts';
import { SCHEMA } from '../database/schema.ts';
import { inBatches } from './batches.ts';
import { columnsOf } from './csv-row.ts';
import { rowError } from './findings.ts';
import type { ImportReport } from './import-report.ts';
import type { Mapping } from './mapping.ts';
import { parseLeadRow } from './parse-lead-row.ts';
import { readCsv } from './read-csv.ts';

export interface ImportCounts {
  rows: number;
  imported: number;
  /** Imported by an earlier run. */
  known: number;
  refused: number;
}

export interface ImportOptions {
  pool: pg.Pool;
  file: string;
  mapping: Mapping;
  report: ImportReport;
  defaultCountry: string;
  /** Rows dated later than this are refused. */
  now: Date;
  progress: (counts: ImportCounts) => void;
}

export const ROWS_PER_TRANSACTION = 500;

/** Skips rows that an earlier run imported, so that an interrupted import can simply be run again. */
export async function importLeads(options: ImportOptions): Promise<ImportCounts> {
  const { pool, file, mapping, report, defaultCountry, now, progress } = options;
  const { id, day, fields } = mapping.leads;
  const name = basename(file);
  const counts: ImportCounts = { rows: 0, imported: 0, known: 0, refused: 0 };
  const seen = new Set<string>();
  const rows = readCsv(file, mapping, [id, day, ...columnsOf(Object.values(fields))]);
  for await (const batch of inBatches(rows, ROWS_PER_TRANSACTION)) {
    const submissions: Submission[] = [];
    for (const row of batch) {
      counts.rows += 1;
      const { submission, findings } =
        'problem' in row
          ? { findings: [rowError('column-count-mismatch', row.problem)] }
          : parseLeadRow(row, mapping, name, defaultCountry, now);
      const identity = submission?.identity?.digest;
      if (identity !== undefined && seen.has(identity))
        findings.push(rowError('duplicate-id', `an earlier row of this file has the same ${id}`));
      else if (submission && identity !== undefined) {
        seen.add(identity);
        submissions.push(submission);
      }
      if (findings.some(({ severity }) => severity === 'error')) counts.refused += 1;
      report.add(name, row.line, findings);
    }
    const results = await capture(pool, submissions);
    for (const result of results) counts[result.kind === 'captured' ? 'imported' : 'known'] += 1;
    progress(counts);
  }
  return counts;
}

function capture(pool: pg.Pool, submissions: Submission[]) {
  return inTransaction(pool, (client) =>
    captureLeads(sqlExecutorOf(client), submissions, (transaction, messages) =>
      appendToOutbox(transaction, SCHEMA, messages),
    ),
  );
}
