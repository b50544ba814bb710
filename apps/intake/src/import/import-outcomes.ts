import { appendToOutbox, inTransaction, sqlExecutorOf } from '@baton/messaging';
import { basename } from 'node:path';
import type pg from 'pg';
import { SCHEMA } from '../database/schema.ts';
import { inBatches } from './batches.ts';
import { columnName } from './csv-row.ts';
import { rowWarning, rowError } from './findings.ts';
import { ROWS_PER_TRANSACTION } from './import-leads.ts';
import type { ImportCounts, ImportOptions } from './import-leads.ts';
import type { ImportSummary } from './import-summary.ts';
import type { ColumnReference, FileMapping } from './mapping.ts';
import { importedLeadId } from './parse-lead-row.ts';
import { outcomeMessage, parseOutcomeRow } from './parse-outcome-row.ts';
import type { ImportedOutcome, ParsedOutcomeRow } from './parse-outcome-row.ts';
import { readCsv } from './read-csv.ts';
import type { CsvRow } from './read-csv.ts';
import { outcomeReads } from './survey.ts';

interface ImportedLead {
  leadId: string;
  receivedAt: Date;
}

/** Imports the outcomes of leads that were imported before. */
export async function importOutcomes(options: Omit<ImportOptions, 'defaultCountry'>): Promise<ImportCounts> {
  const { pool, file, mapping, report, summary, now, isCheck, progress } = options;
  const name = basename(file);
  const counts: ImportCounts = { rows: 0, imported: 0, known: 0, refused: 0, skipped: 0 };
  const map = mapping.outcomes;
  const seen = new Set<string>();
  for await (const batch of inBatches(readCsv(file, mapping, outcomeReads(mapping).columns), ROWS_PER_TRANSACTION)) {
    const parsedRows = batch.map((row) => ({ line: row.line, ...parseRow(row, mapping, now) }));
    await inTransaction(pool, async (client) => {
      const identities = parsedRows.flatMap(({ outcome }) => (outcome ? [outcome.leadIdentity] : []));
      const leads = await findImportedLeads(client, identities);
      if (isCheck) addPlannedLeads(leads, identities, summary);
      const accepted: { outcome: ImportedOutcome; lead: ImportedLead }[] = [];
      for (const { line, outcome, findings } of parsedRows) {
        const lead = outcome && leads.get(outcome.leadIdentity);
        if (outcome && !lead) findings.push(rowError('unknown-lead', 'no lead with this id has been imported'));
        const isDuplicate = outcome !== undefined && seen.has(outcome.identity);
        if (isDuplicate) findings.push(rowError('duplicate-outcome', duplicateReason(map?.id)));
        if (outcome && lead && !isDuplicate) {
          seen.add(outcome.identity);
          accepted.push({ outcome, lead });
          summary.addOutcome(outcome);
          if (outcome.data.decidedAt < lead.receivedAt.toISOString()) {
            findings.push(rowWarning('outcome-before-lead', `the outcome is dated before the lead's own day`));
          }
        }
        report.add(name, line, findings);
      }
      const open = parsedRows.filter(({ isOpen }) => isOpen).length;
      counts.skipped += open;
      counts.refused += parsedRows.length - accepted.length - open;
      if (isCheck) {
        const known = await countKnown(client, accepted);
        counts.known += known;
        counts.imported += accepted.length - known;
        return;
      }
      const inserted = await insertNewOutcomes(client, accepted);
      await appendToOutbox(
        sqlExecutorOf(client),
        SCHEMA,
        inserted.map(({ outcome, lead }) => outcomeMessage(outcome, lead.leadId)),
      );
      counts.imported += inserted.length;
      counts.known += accepted.length - inserted.length;
    });
    counts.rows += batch.length;
    progress(counts);
  }
  return counts;
}

const parseRow = (row: CsvRow, mapping: FileMapping, now: Date): ParsedOutcomeRow =>
  'problem' in row
    ? { findings: [rowError('column-count-mismatch', row.problem)] }
    : parseOutcomeRow(row, mapping, now);

/** A check has not stored the leads of its lead file, but knows under which ids it would. */
function addPlannedLeads(
  leads: Map<string, ImportedLead>,
  identities: readonly string[],
  summary: ImportSummary,
): void {
  for (const identity of identities) {
    const receivedAt = summary.receivedAt(identity);
    if (receivedAt && !leads.has(identity)) leads.set(identity, { leadId: importedLeadId(identity), receivedAt });
  }
}

const duplicateReason = (id: ColumnReference | undefined): string =>
  id === undefined
    ? 'an earlier row has the same lead, outcome and time; to import both, name the column with the deal id in outcomes.id'
    : `an earlier row of this file has the same lead and ${columnName(id)}`;

async function findImportedLeads(client: pg.PoolClient, identities: string[]): Promise<Map<string, ImportedLead>> {
  const { rows } = await client.query<{ identity: string; lead_id: string; received_at: Date }>(
    `SELECT identity, lead_id, received_at FROM intake.raw_submission
     WHERE identity = ANY ($1::uuid[]) AND lead_id IS NOT NULL`,
    [identities],
  );
  return new Map(rows.map((row) => [row.identity, { leadId: row.lead_id, receivedAt: row.received_at }]));
}

async function countKnown(client: pg.PoolClient, outcomes: { outcome: ImportedOutcome }[]): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM intake.imported_outcome WHERE identity = ANY ($1::uuid[])',
    [outcomes.map(({ outcome }) => outcome.identity)],
  );
  return rows[0]?.count ?? 0;
}

/** Returns the outcomes that no earlier run has imported. */
async function insertNewOutcomes<T extends { outcome: ImportedOutcome; lead: ImportedLead }>(
  client: pg.PoolClient,
  outcomes: T[],
): Promise<T[]> {
  const { rows } = await client.query<{ identity: string }>(
    `INSERT INTO intake.imported_outcome (identity, lead_id)
     SELECT * FROM unnest($1::uuid[], $2::uuid[]) ON CONFLICT (identity) DO NOTHING RETURNING identity`,
    [outcomes.map(({ outcome }) => outcome.identity), outcomes.map(({ lead }) => lead.leadId)],
  );
  const inserted = new Set(rows.map(({ identity }) => identity));
  return outcomes.filter(({ outcome }) => inserted.has(outcome.identity));
}
