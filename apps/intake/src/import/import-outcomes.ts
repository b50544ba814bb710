import { appendToOutbox, inTransaction, sqlExecutorOf } from '@baton/messaging';
import { basename } from 'node:path';
import type pg from 'pg';
import { SCHEMA } from '../database/schema.ts';
import { inBatches } from './batches.ts';
import { columnsOf } from './csv-row.ts';
import { rowWarning, rowError } from './findings.ts';
import { ROWS_PER_TRANSACTION } from './import-leads.ts';
import type { ImportCounts, ImportOptions } from './import-leads.ts';
import { outcomeMessage, parseOutcomeRow } from './parse-outcome-row.ts';
import type { ImportedOutcome } from './parse-outcome-row.ts';
import { readCsv } from './read-csv.ts';

interface ImportedLead {
  leadId: string;
  receivedAt: Date;
}

/** Imports the outcomes of leads that were imported before. */
export async function importOutcomes(options: Omit<ImportOptions, 'defaultCountry'>): Promise<ImportCounts> {
  const { pool, file, mapping, report, now, progress } = options;
  const name = basename(file);
  const counts: ImportCounts = { rows: 0, imported: 0, known: 0, refused: 0 };
  const map = mapping.outcomes;
  const requiredColumns = map
    ? columnsOf([map.lead, map.id, map.outcome, map.at, map.reason, map.amount, map.currency, map.paidAt])
    : [];
  const seen = new Set<string>();
  for await (const batch of inBatches(readCsv(file, mapping, requiredColumns), ROWS_PER_TRANSACTION)) {
    const parsedRows = batch.map((row) => ({
      line: row.line,
      ...('problem' in row
        ? { findings: [rowError('column-count-mismatch', row.problem)] }
        : parseOutcomeRow(row, mapping, now)),
    }));
    await inTransaction(pool, async (client) => {
      const leads = await findImportedLeads(
        client,
        parsedRows.flatMap(({ outcome }) => (outcome ? [outcome.leadIdentity] : [])),
      );
      const accepted: { outcome: ImportedOutcome; lead: ImportedLead }[] = [];
      for (const { line, outcome, findings } of parsedRows) {
        const lead = outcome && leads.get(outcome.leadIdentity);
        if (outcome && !lead) findings.push(rowError('unknown-lead', 'no lead with this id has been imported'));
        const isDuplicate = outcome !== undefined && seen.has(outcome.identity);
        if (isDuplicate) findings.push(rowError('duplicate-outcome', duplicateReason(map?.id)));
        if (outcome && lead && !isDuplicate) {
          seen.add(outcome.identity);
          accepted.push({ outcome, lead });
          if (outcome.data.decidedAt < lead.receivedAt.toISOString()) {
            findings.push(rowWarning('outcome-before-lead', `the outcome is dated before the lead's own day`));
          }
        }
        report.add(name, line, findings);
      }
      const inserted = await insertNewOutcomes(client, accepted);
      await appendToOutbox(
        sqlExecutorOf(client),
        SCHEMA,
        inserted.map(({ outcome, lead }) => outcomeMessage(outcome, lead.leadId)),
      );
      counts.imported += inserted.length;
      counts.known += accepted.length - inserted.length;
      counts.refused += parsedRows.length - accepted.length;
    });
    counts.rows += batch.length;
    progress(counts);
  }
  return counts;
}

const duplicateReason = (id: string | undefined): string =>
  id === undefined
    ? 'an earlier row has the same lead, outcome and time; to import both, name the column with the deal id in outcomes.id'
    : `an earlier row of this file has the same lead and ${id}`;

async function findImportedLeads(client: pg.PoolClient, identities: string[]): Promise<Map<string, ImportedLead>> {
  const { rows } = await client.query<{ identity: string; lead_id: string; received_at: Date }>(
    `SELECT identity, lead_id, received_at FROM intake.raw_submission
     WHERE identity = ANY ($1::uuid[]) AND lead_id IS NOT NULL`,
    [identities],
  );
  return new Map(rows.map((row) => [row.identity, { leadId: row.lead_id, receivedAt: row.received_at }]));
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
