import { appendToOutbox, inTransaction, sqlExecutorOf } from '@baton/messaging';
import { basename } from 'node:path';
import type pg from 'pg';
import { captureLeads } from '../capture/capture-leads.ts';
import type { Submission } from '../capture/submission.ts';
import { SCHEMA } from '../database/schema.ts';
import { inBatches } from './batches.ts';
import { rowError } from './findings.ts';
import type { Mapping } from './mapping.ts';
import { readCsv } from './read-csv.ts';
import { parseLeadRow } from './parse-lead-row.ts';
import type { ImportReport } from './import-report.ts';
import { columnsOf } from './csv-row.ts';

export interface ImportCounts {
  rows: number;
  imported: number;
  /** Done by an earlier run. */
  known: number;
  refused: number;
}

export interface ImportOptions {
  pool: pg.Pool;
  file: string;
  mapping: Mapping;
  report: ImportReport;
  defaultCountry: string;
  /** What lies after it is none of the past. */
  now: Date;
  progress: (done: ImportCounts) => void;
}

export const ROWS_PER_TRANSACTION = 500;

/** Imports the leads of a file. A run that was cut off is simply run again: what is there is passed over. */
export async function importLeads(options: ImportOptions): Promise<ImportCounts> {
  const { pool, file, mapping, report, defaultCountry, now, progress } = options;
  const { id, day, fields } = mapping.leads;
  const name = basename(file);
  const done: ImportCounts = { rows: 0, imported: 0, known: 0, refused: 0 };
  const seen = new Set<string>();
  const rows = readCsv(file, mapping, [id, day, ...columnsOf(Object.values(fields))]);
  for await (const batch of inBatches(rows, ROWS_PER_TRANSACTION)) {
    const submissions: { line: number; submission: Submission }[] = [];
    for (const row of batch) {
      done.rows += 1;
      const { submission, findings } =
        'problem' in row
          ? { findings: [rowError('column-count-mismatch', row.problem)] }
          : parseLeadRow(row, mapping, name, defaultCountry, now);
      const identity = submission?.identity?.digest;
      if (identity !== undefined && seen.has(identity))
        findings.push(rowError('duplicate-id', `${id} came before in this file`));
      else if (submission && identity !== undefined) {
        seen.add(identity);
        submissions.push({ line: row.line, submission });
      }
      if (findings.some(({ severity }) => severity === 'error')) done.refused += 1;
      report.add(name, row.line, findings);
    }
    const results = await capture(
      pool,
      submissions.map(({ submission }) => submission),
    );
    for (const result of results) done[result.kind === 'captured' ? 'imported' : 'known'] += 1;
    progress(done);
  }
  return done;
}

function capture(pool: pg.Pool, submissions: Submission[]) {
  return inTransaction(pool, (client) =>
    captureLeads(sqlExecutorOf(client), submissions, (transaction, messages) =>
      appendToOutbox(transaction, SCHEMA, messages),
    ),
  );
}
