import type pg from 'pg';
import { importLeads } from './import-leads.ts';
import type { Imported } from './import-leads.ts';
import { importOutcomes } from './import-outcomes.ts';
import { MappingError, readMapping } from './mapping.ts';
import { Report } from './report.ts';

export interface HistoryOptions {
  pool: pg.Pool;
  leadFile: string;
  outcomeFile?: string;
  mapFile: string;
  reportFile: string;
  defaultCountry: string;
  now: Date;
  tell: (line: string) => void;
}

export interface History {
  leads: Imported;
  outcomes?: Imported;
}

/** Imports past leads, and what became of them. Running it again changes nothing. */
export async function importHistory(options: HistoryOptions): Promise<History> {
  const { pool, leadFile, outcomeFile, mapFile, reportFile, defaultCountry, now, tell } = options;
  const mapping = readMapping(mapFile);
  if (outcomeFile !== undefined && mapping.outcomes === undefined) {
    throw new MappingError(`${mapFile} says nothing of outcomes: add the section outcomes, or leave out --outcomes.`);
  }
  const report = new Report(reportFile);
  const common = { pool, mapping, report, now };
  try {
    const leads = await importLeads({ ...common, file: leadFile, defaultCountry, progress: progressOf('leads', tell) });
    tell(summary('Leads', leads));
    if (outcomeFile === undefined) return { leads };
    const outcomes = await importOutcomes({ ...common, file: outcomeFile, progress: progressOf('outcomes', tell) });
    tell(summary('Outcomes', outcomes));
    return { leads, outcomes };
  } finally {
    await report.close();
    const { refused, kept } = report.counts;
    if (refused + kept > 0) tell(`Refused rows: ${refused}; kept with a remark: ${kept}. Which and why: ${reportFile}`);
  }
}

const EVERY_MILLISECONDS = 1000;

/** A line a second, however fast the rows come. */
function progressOf(what: string, tell: (line: string) => void): (done: Imported) => void {
  let toldAt = performance.now();
  return ({ rows }) => {
    if (performance.now() - toldAt < EVERY_MILLISECONDS) return;
    toldAt = performance.now();
    tell(`  ${rows} ${what} …`);
  };
}

const summary = (what: string, { rows, imported, known, refused }: Imported): string =>
  `${what}: ${rows} rows, ${imported} imported, ${known} there already, ${refused} refused`;
