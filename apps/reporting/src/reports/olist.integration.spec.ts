import { quantile } from '@baton/domain';
import { olistEvents, isOlistAvailable, olistZone, readOlist } from '../spec/olist.ts';
import type { OlistLead } from '../spec/olist.ts';
import { projectEvents } from '../spec/project-events.ts';
import { ReportingDatabase } from '../spec/reporting-database.ts';
import { channelsReport } from './channels.report.ts';
import { lostReport } from './lost.report.ts';
import type { ReportQuery } from './report-query.ts';

if (!isOlistAvailable) console.warn('The Olist files are not available, so their spec is skipped.');

/** The calendar days between the two columns of the files, computed independently of the code under test. */
const days = ({ day, wonAt = '' }: OlistLead): number =>
  (Date.parse(wonAt.slice(0, 10)) - Date.parse(day)) / 86_400_000;

describe('reports over the imported Olist data', () => {
  const withOlist = isOlistAvailable ? it : it.skip;
  let reporting: ReportingDatabase;
  let leads: OlistLead[];
  const query: ReportQuery = { asOf: '2026-03-03T00:00:00.000Z', from: null, to: null, zone: olistZone, filters: {} };

  beforeAll(async () => {
    reporting = await ReportingDatabase.create();
    leads = readOlist();
    await reporting.inTransaction((sql) => projectEvents(sql, olistEvents(leads)));
  }, 300_000);
  afterAll(() => reporting?.drop());

  withOlist('the channels report has 8,000 leads, of which 842 were won', async () => {
    const { total } = await reporting.inTransaction((sql) => channelsReport(sql, query));
    const all = quantile(leads.filter(({ wonAt }) => wonAt).map(days), 0.5);
    expect(total).toMatchObject({ leads: 8000, mql: 8000, won: 842, transferred: 0, medianDaysToWon: all });
  });

  withOlist('each channel has the leads, deals and days to won that a plain script counts', async () => {
    const { rows } = await reporting.inTransaction((sql) => channelsReport(sql, query));
    const counted = [...Map.groupBy(leads, ({ channel }) => channel ?? null)].map(([group, some]) => {
      const won = some.filter(({ wonAt }) => wonAt);
      return { group, leads: some.length, won: won.length, medianDaysToWon: quantile(won.map(days), 0.5) };
    });
    expect(rows).toHaveLength(counted.length);
    expect(rows).toEqual(expect.arrayContaining(counted.map((row) => expect.objectContaining(row))));
  });

  withOlist('imported leads belong to the period of their mapped day', async () => {
    const inMay = { ...query, from: '2018-05-01T03:00:00.000Z', to: '2018-06-01T03:00:00.000Z' };
    const { total } = await reporting.inTransaction((sql) => channelsReport(sql, inMay));
    const counted = leads.filter(({ day }) => day.startsWith('2018-05'));
    expect(total).toMatchObject({ leads: counted.length, won: counted.filter(({ wonAt }) => wonAt).length });
  });

  withOlist('imported leads are never lost by process', async () => {
    const { total } = await reporting.inTransaction((sql) => lostReport(sql, query));
    expect(total).toMatchObject({ lost: 0, lostBeforeTransfer: 0, transferred: 0 });
  });
});
