import { appendToOutbox, inTransaction, sqlExecutorOf } from '@baton/messaging';
import { basename } from 'node:path';
import type pg from 'pg';
import { SCHEMA } from '../database/schema.ts';
import { batches } from './batches.ts';
import { kept, refused } from './findings.ts';
import { ROWS_PER_TRANSACTION } from './import-leads.ts';
import type { Imported, ImportOptions } from './import-leads.ts';
import { readCsv } from './read-csv.ts';
import { outcomeMessage, readOutcomeRow } from './read-outcome-row.ts';
import type { PastOutcome } from './read-outcome-row.ts';
import { columnsOf } from './row.ts';

interface KnownLead {
  leadId: string;
  receivedAt: Date;
}

/** Imports what became of leads that were imported before. */
export async function importOutcomes(options: Omit<ImportOptions, 'defaultCountry'>): Promise<Imported> {
  const { pool, file, mapping, report, now, progress } = options;
  const name = basename(file);
  const done: Imported = { rows: 0, imported: 0, known: 0, refused: 0 };
  const map = mapping.outcomes;
  const needed = map
    ? columnsOf([map.lead, map.id, map.outcome, map.at, map.reason, map.amount, map.currency, map.paidAt])
    : [];
  const seen = new Set<string>();
  for await (const batch of batches(readCsv(file, mapping, needed), ROWS_PER_TRANSACTION)) {
    const read = batch.map((row) => ({
      line: row.line,
      ...('wrong' in row ? { findings: [refused('wrong-columns', row.wrong)] } : readOutcomeRow(row, mapping, now)),
    }));
    await inTransaction(pool, async (client) => {
      const leads = await leadsOf(
        client,
        read.flatMap(({ outcome }) => (outcome ? [outcome.leadIdentity] : [])),
      );
      const wanted: { outcome: PastOutcome; lead: KnownLead }[] = [];
      for (const { line, outcome, findings } of read) {
        const lead = outcome && leads.get(outcome.leadIdentity);
        if (outcome && !lead) findings.push(refused('unknown-lead', 'no lead with this id has been imported'));
        const isAgain = outcome !== undefined && seen.has(outcome.identity);
        if (isAgain) findings.push(refused('duplicate-outcome', duplicateReason(map?.id)));
        if (outcome && lead && !isAgain) {
          seen.add(outcome.identity);
          wanted.push({ outcome, lead });
          if (outcome.data.at < lead.receivedAt.toISOString()) {
            findings.push(kept('before-first-contact', `the outcome is dated before the lead's own day`));
          }
        }
        report.add(name, line, findings);
      }
      const fresh = await remember(client, wanted);
      await appendToOutbox(
        sqlExecutorOf(client),
        SCHEMA,
        fresh.map(({ outcome, lead }) => outcomeMessage(outcome, lead.leadId)),
      );
      done.imported += fresh.length;
      done.known += wanted.length - fresh.length;
      done.refused += read.length - wanted.length;
    });
    done.rows += batch.length;
    progress(done);
  }
  return done;
}

const duplicateReason = (id: string | undefined): string =>
  id === undefined
    ? 'the lead has this outcome at this moment already; name the column with its own id in outcomes.id to have both'
    : `${id} came before for this lead in this file`;

async function leadsOf(client: pg.PoolClient, identities: string[]): Promise<Map<string, KnownLead>> {
  const { rows } = await client.query<{ identity: string; lead_id: string; received_at: Date }>(
    `SELECT identity, lead_id, received_at FROM intake.raw_receipt WHERE identity = ANY ($1::uuid[]) AND lead_id IS NOT NULL`,
    [identities],
  );
  return new Map(rows.map((row) => [row.identity, { leadId: row.lead_id, receivedAt: row.received_at }]));
}

/** Those that no run has sent yet; from now on they count as sent. */
async function remember<T extends { outcome: PastOutcome; lead: KnownLead }>(
  client: pg.PoolClient,
  outcomes: T[],
): Promise<T[]> {
  const { rows } = await client.query<{ identity: string }>(
    `INSERT INTO intake.imported_outcome (identity, lead_id)
     SELECT * FROM unnest($1::uuid[], $2::uuid[]) ON CONFLICT (identity) DO NOTHING RETURNING identity`,
    [outcomes.map(({ outcome }) => outcome.identity), outcomes.map(({ lead }) => lead.leadId)],
  );
  const fresh = new Set(rows.map(({ identity }) => identity));
  return outcomes.filter(({ outcome }) => fresh.has(outcome.identity));
}
