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

/** Imports past leads, and what became of them. Running it again changes nothing. */
export async function importHistory(options: ImportHistoryOptions): Promise<ImportHistoryResult> {
  const { pool, leadFile, outcomeFile, mapFile, reportFile, defaultCountry, now, print } = options;
  const mapping = readMapping(mapFile);
  if (outcomeFile !== undefined && mapping.outcomes === undefined) {
    throw new MappingError(`${mapFile} says nothing of outcomes: add the section outcomes, or leave out --outcomes.`);
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
    if (error + warning > 0)
      print(`Refused rows: ${error}; kept with a remark: ${warning}. Which and why: ${reportFile}`);
  }
}

const PROGRESS_INTERVAL_MILLISECONDS = 1000;

/** A line a second, however fast the rows come. */
function progressPrinter(what: string, print: (line: string) => void): (done: ImportCounts) => void {
  let printedAt = performance.now();
  return ({ rows }) => {
    if (performance.now() - printedAt < PROGRESS_INTERVAL_MILLISECONDS) return;
    printedAt = performance.now();
    print(`  ${rows} ${what} …`);
  };
}

const summary = (what: string, { rows, imported, known, refused }: ImportCounts): string =>
  `${what}: ${rows} rows, ${imported} imported, ${known} there already, ${refused} refused`;
