import type pg from 'pg';
import { importLeads } from './import-leads.ts';
import type { ImportCounts } from './import-leads.ts';
import { importOutcomes } from './import-outcomes.ts';
import { MappingError, readMapping } from './mapping.ts';
import { ImportReport } from './import-report.ts';

export interface ImportHistoryOptions {
  pool: pg.Pool;
  leadFile: string;
  outcomeFile?: string;
  mapFile: string;
  reportFile: string;
  defaultCountry: string;
  now: Date;
  print: (line: string) => void;
}

export interface ImportHistoryResult {
  leads: ImportCounts;
  outcomes?: ImportCounts;
}

/** Imports past leads and their outcomes. Importing the same files again changes nothing. */
export async function importHistory(options: ImportHistoryOptions): Promise<ImportHistoryResult> {
  const { pool, leadFile, outcomeFile, mapFile, reportFile, defaultCountry, now, print } = options;
  const mapping = readMapping(mapFile);
  if (outcomeFile !== undefined && mapping.outcomes === undefined) {
    throw new MappingError(`${mapFile} has no outcomes section. Add one, or omit --outcomes.`);
  }
  const report = new ImportReport(reportFile);
  const common = { pool, mapping, report, now };
  try {
    const leads = await importLeads({
      ...common,
      file: leadFile,
      defaultCountry,
      progress: progressPrinter('leads', print),
    });
    print(summary('Leads', leads));
    if (outcomeFile === undefined) return { leads };
    const outcomes = await importOutcomes({
      ...common,
      file: outcomeFile,
      progress: progressPrinter('outcomes', print),
    });
    print(summary('Outcomes', outcomes));
    return { leads, outcomes };
  } finally {
    await report.close();
    const { error, warning } = report.counts;
    if (error + warning > 0) print(`${error} errors and ${warning} warnings. See ${reportFile}.`);
  }
}

const PROGRESS_INTERVAL_MILLISECONDS = 1000;

function progressPrinter(rowKind: string, print: (line: string) => void): (counts: ImportCounts) => void {
  let printedAt = performance.now();
  return ({ rows }) => {
    if (performance.now() - printedAt < PROGRESS_INTERVAL_MILLISECONDS) return;
    printedAt = performance.now();
    print(`  ${rows} ${rowKind} …`);
  };
}

const summary = (label: string, { rows, imported, known, refused }: ImportCounts): string =>
  `${label}: ${rows} rows, ${imported} imported, ${known} already imported, ${refused} refused`;
