import {
  countCrmExport,
  crmExportCsv,
  generateCrmExport,
  requiredEnvironment,
  SeededRandom,
  waitUntil,
} from '@baton/testing';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runId, WholeSystem } from './spec/whole-system.ts';
import { countOlistFigures } from './spec/olist-figures.ts';

const root = join(import.meta.dirname, '../../..');
const olist = join(root, '../shared/data/olist');
const withOlist = existsSync(join(olist, 'closed_deals.csv')) ? it : it.skip;

describe('npm run import', () => {
  const system = new WholeSystem();
  let directory: string;
  beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'baton-import-journey-'))));
  afterAll(() => rmSync(directory, { recursive: true }));

  const file = (name: string, text: string): string => {
    writeFileSync(join(directory, name), text);
    return join(directory, name);
  };

  /** Runs the import in its own process, as a user does. */
  async function importHistory(...parameters: string[]): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const command = ['--conditions=@baton/source', join(root, 'apps/intake/src/import/main.ts'), 'history'];
    const child = spawn(process.execPath, [...command, ...parameters, '--report', join(directory, 'report.csv')], {
      env: { ...process.env, DATABASE_URL: requiredEnvironment('TEST_POSTGRES_URL'), NODE_OPTIONS: '' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    child.once('exit', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`The import exited with code ${code}: ${output}`)),
    );
    return promise;
  }

  const channels = (source: string, more = ''): ReturnType<WholeSystem['report']> =>
    system.report('channels', `source=${source}&zone=America/Sao_Paulo${more}`);

  const reported = (source: string, leads: number, won: number, withinMilliseconds: number): Promise<unknown> =>
    waitUntil(
      async () => {
        const { total } = await channels(source);
        return total.leads === leads && total.mql === leads && total.won === won;
      },
      { what: `the report counts ${leads} leads and ${won} won`, withinMilliseconds, everyMilliseconds: 500 },
    );

  it('past leads and outcomes appear in the reports once, no matter how often they are imported', async () => {
    const source = `journey-import-${runId}`;
    const map = file(
      'map.yaml',
      `source: ${source}
zone: America/Sao_Paulo
leads: { id: nr, day: created, verdict: mql, fields: { channel: from } }
outcomes: { lead: nr, outcome: { column: status, values: { Won: won, Gone: lost } }, at: on, reason: why, amount: sum, currency: { value: BRL } }
`,
    );
    const leads = file(
      'leads.csv',
      'nr,created,from\n1,2018-01-02,social\n2,2018-01-03,social\n3,2018-01-04,\n3,never,\n',
    );
    const deals = file(
      'deals.csv',
      'nr,status,on,why,sum\n1,Won,2018-01-12,,1000\n2,Gone,2018-01-20,price,\n9,Won,2018-01-20,,5\n',
    );
    await importHistory('--file', leads, '--outcomes', deals, '--map', map);
    await reported(source, 3, 1, 30_000);
    await importHistory('--file', leads, '--outcomes', deals, '--map', map);

    const { total, rows } = await channels(source);
    expect(total).toMatchObject({
      leads: 3,
      won: 1,
      imported: 3,
      transferred: 0,
      amounts: [{ currency: 'BRL', amount: 1000 }],
    });
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ group: 'social', leads: 2, won: 1, medianDaysToWon: 10 }),
        expect.objectContaining({ group: null, leads: 1, won: 0 }),
      ]),
    );
    expect(readFileSync(join(directory, 'report.csv'), 'utf8')).toContain('unknown-lead');
    const conversion = await system.report('passed-conversion', `source=${source}`);
    expect(conversion.total).toMatchObject({ transferred: 0 });
  });

  it("the reports of a CRM's export show the figures that the import announced, and a plain script counts", async () => {
    const source = `journey-crm-${runId}`;
    const deals = generateCrmExport(new SeededRandom(Date.now()), 300);
    const { open, undated, amount, ...figures } = countCrmExport(deals);
    const example = readFileSync(join(root, 'docs/examples/crm-export.map.yaml'), 'utf8');
    const map = file('crm.yaml', example.replace('source: crm-export', `source: ${source}`));
    const csv = file('crm.csv', crmExportCsv(deals));
    const parameters = ['--file', csv, '--outcomes', csv, '--map', map];
    const { leads, mql, sql, won, lostDeals } = figures;
    const announced = `${leads} leads, ${mql} MQL, ${sql} SQL, ${won} won, ${lostDeals} lost deals.`;
    expect(await importHistory(...parameters, '--check')).toContain(announced);
    const output = await importHistory(...parameters);
    expect(output).toContain(announced);
    expect(output).toContain(`Leads: 300 rows, ${leads} imported, 0 already imported, ${undated} without a day`);
    expect(output).toContain(`Outcomes: 300 rows, ${won + lostDeals} imported, 0 already imported, ${open} open`);
    await importHistory(...parameters);

    const shown = async (): Promise<Record<string, number>> => (await channels(source)).total;
    const agrees = async (): Promise<boolean> => {
      const total = await shown();
      return Object.entries(figures).every(([name, count]) => total[name] === count);
    };
    await waitUntil(agrees, {
      what: `the report counts ${announced}`,
      withinMilliseconds: 60_000,
      everyMilliseconds: 500,
    });
    expect(await shown()).toMatchObject({
      ...figures,
      imported: mql,
      transferred: 0,
      amounts: [{ currency: 'USD', deals: won, amount }],
    });
  }, 120_000);

  withOlist(
    'the reports of the Olist data show the same figures as a plain script',
    async () => {
      const begin = Date.now();
      const [leads, deals] = [join(olist, 'marketing_qualified_leads.csv'), join(olist, 'closed_deals.csv')];
      await importHistory('--file', leads, '--outcomes', deals, '--map', join(root, 'docs/examples/olist.map.yaml'));
      const imported = Date.now();
      await reported('olist', 8000, 842, 150_000);
      const seconds = [imported - begin, Date.now() - imported].map((span) => (span / 1000).toFixed(1));
      console.log(`Olist: imported in ${seconds[0]} s, in the reports ${seconds[1]} s later.`);

      const plain = countOlistFigures(leads, deals);
      const { total, rows } = await channels('olist');
      expect(total).toMatchObject({ leads: 8000, won: 842, medianDaysToWon: plain.medianDaysToWon });
      const byChannel = rows.map(
        ({ group, leads: count, won }: { group: string | null; leads: number; won: number }) => [
          group ?? '',
          { leads: count, won },
        ],
      );
      expect(Object.fromEntries(byChannel)).toEqual(plain.byChannel);
    },
    200_000,
  );
});
