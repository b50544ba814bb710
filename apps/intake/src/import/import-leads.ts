import { appendToOutbox, inTransaction, sqlExecutorOf } from '@baton/messaging';
import { basename } from 'node:path';
import type pg from 'pg';
import { captureLeads } from '../capture/capture-leads.ts';
import type { Submission } from '../capture/submission.ts';
import { SCHEMA } from '../database/schema.ts';
import { inBatches } from './batches.ts';
import { columnName } from './csv-row.ts';
import { rowError } from './findings.ts';
import type { ImportReport } from './import-report.ts';
import type { ImportSummary } from './import-summary.ts';
import type { FileMapping } from './mapping.ts';
import { parseLeadRow } from './parse-lead-row.ts';
import type { ParsedLeadRow } from './parse-lead-row.ts';
import { readCsv } from './read-csv.ts';
import { leadReads } from './survey.ts';

export interface ImportCounts {
  rows: number;
  imported: number;
  /** Imported by an earlier run. */
  known: number;
  refused: number;
  /** Rows with nothing to import yet: leads without a day, deals that are open. */
  skipped: number;
}

export interface ImportOptions {
  pool: pg.Pool;
  file: string;
  mapping: FileMapping;
  report: ImportReport;
  summary: ImportSummary;
  defaultCountry: string;
  /** Rows dated later than this are refused. */
  now: Date;
  /** Reads the database, and writes nothing. */
  isCheck: boolean;
  progress: (counts: ImportCounts) => void;
}

export const ROWS_PER_TRANSACTION = 500;

/** Skips rows that an earlier run imported, so that an interrupted import can simply be run again. */
export async function importLeads(options: ImportOptions): Promise<ImportCounts> {
  const { pool, file, mapping, report, summary, defaultCountry, now, isCheck, progress } = options;
  const id = columnName(mapping.leads.id);
  const name = basename(file);
  const counts: ImportCounts = { rows: 0, imported: 0, known: 0, refused: 0, skipped: 0 };
  const seen = new Set<string>();
  const rows = readCsv(file, mapping, leadReads(mapping).columns);
  for await (const batch of inBatches(rows, ROWS_PER_TRANSACTION)) {
    const submissions: Submission[] = [];
    for (const row of batch) {
      counts.rows += 1;
      const { submission, isUndated, findings }: ParsedLeadRow =
        'problem' in row
          ? { findings: [rowError('column-count-mismatch', row.problem)] }
          : parseLeadRow(row, mapping, name, defaultCountry, now);
      const identity = submission?.identity?.digest;
      if (identity !== undefined && seen.has(identity))
        findings.push(rowError('duplicate-id', `an earlier row of this file has the same ${id}`));
      else if (submission && identity !== undefined) {
        seen.add(identity);
        submissions.push(submission);
        summary.addLead(identity, submission.receivedAt, mapping.leads.verdict === 'mql');
      }
      if (isUndated) counts.skipped += 1;
      if (findings.some(({ severity }) => severity === 'error')) counts.refused += 1;
      report.add(name, row.line, findings);
    }
    const known = isCheck ? await countKnown(pool, submissions) : await capture(pool, submissions);
    counts.known += known;
    counts.imported += submissions.length - known;
    progress(counts);
  }
  return counts;
}

/** Returns how many of them an earlier run had imported. */
async function capture(pool: pg.Pool, submissions: Submission[]): Promise<number> {
  const results = await inTransaction(pool, (client) =>
    captureLeads(sqlExecutorOf(client), submissions, (transaction, messages) =>
      appendToOutbox(transaction, SCHEMA, messages),
    ),
  );
  return results.filter(({ kind }) => kind !== 'captured').length;
}

async function countKnown(pool: pg.Pool, submissions: Submission[]): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM intake.raw_submission WHERE identity = ANY ($1::uuid[])',
    [submissions.map(({ identity }) => identity?.digest)],
  );
  return rows[0]?.count ?? 0;
}
