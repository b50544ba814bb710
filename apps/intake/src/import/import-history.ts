import type pg from 'pg';
import { importLeads } from './import-leads.ts';
import type { ImportCounts } from './import-leads.ts';
import { importOutcomes } from './import-outcomes.ts';
import { ImportReport } from './import-report.ts';
import { describeFigures, ImportSummary } from './import-summary.ts';
import type { ReportFigures } from './import-summary.ts';
import { MappingError, readMapping } from './mapping.ts';
import type { FileMapping, Mapping } from './mapping.ts';
import { leadReads, outcomeReads, surveyFile } from './survey.ts';

export interface ImportHistoryOptions {
  pool: pg.Pool;
  leadFile: string;
  outcomeFile?: string;
  mapFile: string;
  reportFile: string;
  defaultCountry: string;
  now: Date;
  /** Shows what an import would do, and writes nothing. */
  isCheck?: boolean;
  print: (line: string) => void;
}

export interface ImportHistoryResult {
  leads: ImportCounts;
  outcomes?: ImportCounts;
  /** What the reports will show. */
  figures: ReportFigures;
}

/**
 * Imports past leads and their outcomes. Importing the same files again changes nothing.
 * @throws CsvFileError before anything is imported, when a file needs a decision in the mapping
 */
export async function importHistory(options: ImportHistoryOptions): Promise<ImportHistoryResult> {
  const { pool, leadFile, outcomeFile, mapFile, reportFile, defaultCountry, now, isCheck = false, print } = options;
  const mapping = readMapping(mapFile);
  if (outcomeFile !== undefined && mapping.outcomes === undefined) {
    throw new MappingError(`${mapFile} has no outcomes section. Add one, or omit --outcomes.`);
  }
  const files = await surveyFiles(mapping, leadFile, outcomeFile);
  const report = new ImportReport(reportFile);
  const summary = new ImportSummary();
  const common = { pool, report, summary, now, isCheck };
  try {
    const leads = await importLeads({
      ...common,
      mapping: files.leads,
      file: leadFile,
      defaultCountry,
      progress: progressPrinter('leads', print),
    });
    print(summaryOf('Leads', leads, 'without a day', isCheck));
    const outcomes =
      outcomeFile === undefined
        ? undefined
        : await importOutcomes({
            ...common,
            mapping: files.outcomes,
            file: outcomeFile,
            progress: progressPrinter('outcomes', print),
          });
    if (outcomes) print(summaryOf('Outcomes', outcomes, 'open', isCheck));
    const figures = summary.figures();
    for (const line of describeFigures(mapping.source, figures)) print(line);
    if (isCheck) print('This was a check: nothing was imported.');
    return { leads, ...(outcomes && { outcomes }), figures };
  } finally {
    await report.close();
    const { error, warning } = report.counts;
    if (error + warning > 0) print(`${error} errors and ${warning} warnings. See ${reportFile}.`);
  }
}

/** Both files are surveyed before the first is imported. One file with both has one decimal mark. */
async function surveyFiles(
  mapping: Mapping,
  leadFile: string,
  outcomeFile: string | undefined,
): Promise<{ leads: FileMapping; outcomes: FileMapping }> {
  if (outcomeFile === leadFile) {
    const both = await surveyFile(leadFile, mapping, [leadReads(mapping), outcomeReads(mapping)]);
    return { leads: both, outcomes: both };
  }
  const leads = await surveyFile(leadFile, mapping, [leadReads(mapping)]);
  if (outcomeFile === undefined) return { leads, outcomes: leads };
  return { leads, outcomes: await surveyFile(outcomeFile, mapping, [outcomeReads(mapping)]) };
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

function summaryOf(
  label: string,
  { rows, imported, known, refused, skipped }: ImportCounts,
  skippedAs: string,
  isCheck: boolean,
): string {
  const done = isCheck ? 'to import' : 'imported';
  const counts = [`${imported} ${done}`, `${known} already imported`, `${skipped} ${skippedAs}`, `${refused} refused`];
  return `${label}: ${rows} rows, ${counts.join(', ')}`;
}
