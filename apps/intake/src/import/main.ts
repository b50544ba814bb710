import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { explainDatabaseFailure } from '@baton/service/connections';
import pg from 'pg';
import { importDatabase } from './import-database.ts';
import { importHistory } from './import-history.ts';

const USAGE = `npm run import -- history --file leads.csv --map map.yaml [--outcomes deals.csv] [--report report.csv] [--check]

  --file      CSV file with past leads
  --map       YAML file that says what the columns mean; see docs/import.md
  --outcomes  CSV file with the outcomes of these leads
  --check     show what would be imported, and write nothing
  --report    file for the errors and warnings (default: import-report.csv)`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    file: { type: 'string' },
    map: { type: 'string' },
    outcomes: { type: 'string' },
    report: { type: 'string', default: 'import-report.csv' },
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

// npm runs scripts in the repository's root, but paths are relative to the directory the user is in.
const workingDirectory = process.env['INIT_CWD'] ?? process.cwd();
const { file, map, outcomes, report, check } = values;

if (values.help || positionals[0] !== 'history' || file === undefined || map === undefined) {
  console.log(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else {
  await run(file, map).catch((error: unknown) => {
    console.error(
      `✖ ${explainDatabaseFailure(error) ?? (error instanceof Error ? error.message || String((error as { code?: string }).code) : String(error))}`,
    );
    process.exitCode = 1;
  });
}

async function run(leadFile: string, mapFile: string): Promise<void> {
  const pool = new pg.Pool({ ...importDatabase(process.env), max: 2 });
  try {
    await importHistory({
      pool,
      leadFile: resolve(workingDirectory, leadFile),
      mapFile: resolve(workingDirectory, mapFile),
      reportFile: resolve(workingDirectory, report),
      ...(outcomes !== undefined && { outcomeFile: resolve(workingDirectory, outcomes) }),
      defaultCountry: process.env['DEFAULT_COUNTRY'] ?? 'RU',
      now: new Date(),
      isCheck: check,
      print: (line) => console.log(line),
    });
  } finally {
    await pool.end();
  }
}
