import { leadCaptured, leadOutcome } from '@baton/contracts';
import { countCrmExport, crmExportCsv, generateCrmExport, SeededRandom } from '@baton/testing';
import { join } from 'node:path';
import { ImportFixture } from '../spec/import-fixture.ts';

const crmMapping = join(import.meta.dirname, '../../../../docs/examples/crm-export.map.yaml');
const SEED = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1e9));

describe(`Decisions of an import (seed ${SEED})`, () => {
  let fixture: ImportFixture;
  beforeEach(async () => {
    fixture = await ImportFixture.start();
  });
  afterEach(() => fixture?.stop());

  const countStored = async (): Promise<number> => {
    const { rows } = await fixture.database.pool.query<{ count: number }>(
      `SELECT (SELECT count(*) FROM intake.outbox) + (SELECT count(*) FROM intake.lead)
         + (SELECT count(*) FROM intake.imported_outcome) + (SELECT count(*) FROM intake.raw_submission) AS count`,
    );
    return Number(rows[0]?.count);
  };

  describe('An export with open deals', () => {
    const deals = generateCrmExport(new SeededRandom(SEED), 300);
    const expected = countCrmExport(deals);
    const { open, undated, amount, ...figures } = expected;
    const closed = expected.won + expected.lostDeals;
    const result = (imported: { leads: number; outcomes: number }) => ({
      leads: {
        rows: 300,
        imported: imported.leads,
        known: expected.leads - imported.leads,
        refused: 0,
        skipped: undated,
      },
      outcomes: {
        rows: 300,
        imported: imported.outcomes,
        known: closed - imported.outcomes,
        refused: 0,
        skipped: open,
      },
      figures: { ...figures, amounts: [{ currency: 'USD', deals: expected.won, amount }], outcomesOfOtherLeads: 0 },
    });

    it('a check shows the whole import and writes nothing, and the import does what it showed, once', async () => {
      const file = fixture.file('deals.csv', crmExportCsv(deals));
      expect(await fixture.run(file, crmMapping, file, true)).toEqual(
        result({ leads: expected.leads, outcomes: closed }),
      );
      expect(await countStored()).toBe(0);
      expect(fixture.printed.at(-1)).toBe('This was a check: nothing was imported.');
      const shown = `${figures.leads} leads, ${figures.mql} MQL, ${figures.sql} SQL, ${figures.won} won, ${figures.lostDeals} lost deals.`;
      expect(fixture.printed).toContain(`The reports count these leads (source crm-export) as: ${shown}`);

      expect(await fixture.run(file, crmMapping, file)).toEqual(result({ leads: expected.leads, outcomes: closed }));
      expect(fixture.report()).toEqual([]);
      expect(await fixture.sent(leadCaptured.topic)).toHaveLength(expected.leads);
      expect(await fixture.sent(leadOutcome.topic)).toHaveLength(closed);
      const stored = await countStored();
      for (const isCheck of [true, false])
        expect(await fixture.run(file, crmMapping, file, isCheck)).toEqual(result({ leads: 0, outcomes: 0 }));
      expect(await countStored()).toBe(stored);
    });
  });

  const mapping = (extra: string, leads = ''): string =>
    fixture.file(
      'map.yaml',
      `source: s
${extra}
leads: { id: nr, day: created${leads} }
outcomes: { lead: nr, outcome: stage, at: closed, reason: why, amount: sum, currency: { value: RUB } }
`,
    );
  const importDeals = (rows: string[], extra = '', leads = ''): Promise<unknown> => {
    const file = fixture.file('deals.csv', ['nr,created,stage,closed,why,sum', ...rows].join('\n'));
    return fixture.run(file, mapping(extra, leads), file);
  };
  const amounts = async (): Promise<unknown[]> =>
    (await fixture.sent<{ amount?: number }>(leadOutcome.topic)).map(({ amount }) => amount);

  it('nothing is imported while the file does not show its decimal mark, and the mapping decides', async () => {
    const rows = ['1,2025-01-01,won,2025-02-01,,1.000', '2,2025-01-01,won,2025-02-01,,500'];
    await expect(importDeals(rows)).rejects.toThrow(
      /Nothing was imported\.\n {2}1\.000 on line 2 can be read in two ways/,
    );
    expect(await countStored()).toBe(0);
    await importDeals(rows, "decimal: ','");
    expect(await amounts()).toEqual([1000, 500]);
  });

  it('one number that shows the decimal mark decides for all numbers of the file', async () => {
    await importDeals([
      '1,2025-01-01,won,2025-02-01,,"35000,0000"',
      '2,2025-01-01,won,2025-02-01,,1.000',
      '3,2025-01-01,won,2025-02-01,,"1 234,50 ₽"',
      '4,2025-01-01,won,2025-02-01,,€5',
      '5,2025-01-01,won,2025-02-01,,-5',
    ]);
    expect(await amounts()).toEqual([35_000, 1000, 1234.5, undefined, undefined]);
    expect(fixture.report()).toEqual([
      'deals.csv,5,warning,invalid:amount,"sum €5 is not in the currency of the mapping, RUB, and stays unknown"',
      'deals.csv,6,warning,invalid:amount,"sum -5 is negative; a won deal has an amount of at least 0, and stays unknown"',
    ]);
  });

  it('nothing is imported while the order of day and month is open, or is not the one of the mapping', async () => {
    const rows = ['1,01/02/2025,open,,,', '2,03/04/2025,open,,,'];
    await expect(importDeals(rows)).rejects.toThrow(
      /created 01\/02\/2025 on line 2 can have the day or the month first: write dateFormat: day-first or month-first/,
    );
    await expect(importDeals([...rows, '3,12/31/2025,open,,,'], 'dateFormat: day-first')).rejects.toThrow(
      /created 12\/31\/2025 on line 4 is month-first/,
    );
    expect(await countStored()).toBe(0);
    await importDeals(rows, 'dateFormat: day-first');
    expect(await fixture.sent(leadCaptured.topic)).toMatchObject([
      { importedHistory: { day: '2025-02-01' } },
      { importedHistory: { day: '2025-04-03' } },
    ]);
  });

  it('the dates of leads and outcomes can have different formats, in the zone of the mapping', async () => {
    const rows = ['1,46022,won,31 декабря 2025,,1'];
    const extra = 'zone: Europe/Moscow\ndateFormat: d MMMM yyyy';
    await importDeals(rows, extra, ', dateFormat: excel-1900');
    expect(await fixture.sent(leadOutcome.topic)).toMatchObject([{ decidedAt: '2025-12-30T21:00:00.000Z' }]);
    expect(await fixture.sent(leadCaptured.topic)).toMatchObject([{ importedHistory: { day: '2025-12-31' } }]);
  });

  it('nothing is imported from a file in another encoding or with a header that occurs twice', async () => {
    const header = 'nr,created,who,who\n1,2025-01-01,';
    const map = fixture.file('who.yaml', 'source: s\nleads: { id: nr, day: created, fields: { name: who } }\n');
    const anna = Uint8Array.of(0xc0, 0xed, 0xed, 0xe0);
    const legacy = fixture.file('legacy.csv', Buffer.concat([Buffer.from(header), anna, Buffer.from(',\n')]));
    await expect(fixture.run(legacy, map)).rejects.toThrow(/byte 32 on line 2 .* encoding: windows-1251/s);
    await expect(fixture.run(fixture.file('twice.csv', `${header}Anna,\n`), map)).rejects.toThrow(
      /has the header who in the columns 3 and 4/,
    );
    expect(await countStored()).toBe(0);
  });

  it('a lost deal had been an SQL only if the mapping says so, and a won one always', async () => {
    const file = fixture.file(
      'deals.csv',
      'nr,created,stage,closed,last\n1,2025-01-01,lost,2025-02-01,Offer\n2,2025-01-01,lost,2025-02-01,New\n3,2025-01-01,won,2025-02-01,New\n',
    );
    const map = fixture.file(
      'map.yaml',
      `source: s
leads: { id: nr, day: created }
outcomes:
  { lead: nr, outcome: stage, at: closed, reason: { value: price }, wasSql: { column: last, values: { Offer: yes, New: no } } }
`,
    );
    const { figures } = await fixture.run(file, map, file);
    expect(figures).toMatchObject({ leads: 3, mql: 3, sql: 2, won: 1, lostDeals: 2 });
    const events = await fixture.sent<object>(leadOutcome.topic);
    expect(events.map((event) => 'wasSql' in event)).toEqual([true, false, false]);
  });
});
