import { leadCaptured, leadOutcome } from '@baton/contracts';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImportFixture } from '../spec/import-fixture.ts';

const root = join(import.meta.dirname, '../../../..');
const olist = join(root, '../shared/data/olist');

describe('importHistory', () => {
  let fixture: ImportFixture;
  beforeEach(async () => {
    fixture = await ImportFixture.start();
  });
  afterEach(() => fixture?.stop());

  const file = (name: string, text: string): string => fixture.file(name, text);
  const run: ImportFixture['run'] = (...parameters) => fixture.run(...parameters);
  const report = (): string[] => fixture.report();
  const sent = <Data>(topic: string): Promise<Data[]> => fixture.sent<Data>(topic);

  const map = () =>
    file(
      'map.yaml',
      `source: old-crm
delimiter: ';'
dateFormat: day-first
zone: Europe/Moscow
missingValues: ['-']
leads:
  id: nr
  day: created
  fields: { name: who, phone: tel, channel: { column: from, values: { vk: social } } }
outcomes:
  lead: nr
  outcome: { column: status, values: { Closed: won, Rejected: lost, Talking: open } }
  at: on
  reason: why
  amount: sum
  currency: { value: RUB }
`,
    );
  const dealColumns = 'lead: nr, outcome: status, at: on, reason: why, amount: sum';
  const leads = () =>
    file(
      'leads.csv',
      `nr;created;who;tel;from
1;31.12.2025;Ann;8 (912) 345-67-89;vk
2;01.01.2026 09:30;"Bob ""the buyer""
of two lines";;-
3;yesterday;Cid;;vk
;01.01.2026;Dan;;vk
4;02.01.2026;Eve;call me;vk
1;03.01.2026;Ann again;;vk
5;02.01.2026;Fay
6;02.01.2026;Gil;8 (912) 345-67-89;vk
`,
    );

  it('rows become leads with the values of the file, and every value or row that cannot be imported is reported', async () => {
    const { leads: counts } = await run(leads(), map());
    expect(counts).toEqual({ rows: 8, imported: 4, known: 0, refused: 4, skipped: 0 });
    expect(report()).toEqual([
      'leads.csv,5,error,invalid-day,created yesterday does not have the form day-first',
      'leads.csv,6,error,missing-id,nr is empty',
      'leads.csv,7,warning,invalid:phone,phone is not a phone number and stays unknown',
      'leads.csv,8,error,duplicate-id,an earlier row of this file has the same nr',
      'leads.csv,9,error,column-count-mismatch,"has 3 columns, the header has 5"',
    ]);
    const events = await sent<typeof leadCaptured.data._output>(leadCaptured.topic);
    expect(events.map((event) => leadCaptured.data.safeParse(event).success)).toEqual([true, true, true, true]);
    expect(events[0]).toMatchObject({
      isNew: true,
      createdBy: 'file:leads.csv',
      importedHistory: { day: '2025-12-31' },
      lead: { source: 'old-crm', channel: 'social', reachableBy: ['phone'], consent: null },
    });
    expect(events[1]).toMatchObject({
      importedHistory: { day: '2026-01-01' },
      lead: { signals: [{ receivedAt: '2026-01-01T06:30:00.000Z' }] },
    });
    expect(events[1]?.lead.channel).toBeUndefined();
    expect(JSON.stringify(events)).not.toMatch(/Ann|Bob|79123456789/);
    // The two rows with the same phone stay two leads.
    expect(new Set(events.map(({ leadId }) => leadId)).size).toBe(4);
  });

  it('an e-mail address in a wrong column does not reach the events, and each such column is reported', async () => {
    const fields = ['channel', 'campaign', 'industry', 'segment', 'role', 'region', 'language'];
    const mapping = file(
      'wide.yaml',
      `source: s\nleads:\n  id: nr\n  day: day\n  fields: {${fields.map((name) => `${name}: ${name}`).join(', ')}}\n`,
    );
    const cells = fields.map((name) => `from ${name}@acme.com`);
    await run(file('wide.csv', `nr,day,${fields.join(',')}\n1,2025-01-01,${cells.join(',')}\n`), mapping);
    const [event] = await sent<typeof leadCaptured.data._output>(leadCaptured.topic);
    expect(event?.lead).toMatchObject({ source: 's', reachableBy: [] });
    expect(JSON.stringify(event)).not.toContain('@');
    expect(report()).toEqual(
      fields.map(
        (name) => expect.stringMatching(`^wide.csv,2,warning,personal-data:${name},.*stays unknown`) as string,
      ),
    );
  });

  it('outcomes are attached to the imported leads, and outcomes of unknown leads are refused', async () => {
    const outcomes = file(
      'deals.csv',
      `nr;status;on;why;sum
1;Closed;30.12.2025;;1 234,50
2;Rejected;05.01.2026;no budget;
2;Rejected;06.01.2026;;
3;Closed;05.01.2026;;1
4;Pending;05.01.2026;;
4;Closed;05.01.2026;;a lot
2;Rejected;07.01.2026;call 8 916 123-45-67;
6;Talking;;;
`,
    );
    const { outcomes: counts } = await run(leads(), map(), outcomes);
    expect(counts).toEqual({ rows: 8, imported: 3, known: 0, refused: 4, skipped: 1 });
    expect(report().filter((line) => line.startsWith('deals'))).toEqual([
      "deals.csv,2,warning,outcome-before-lead,the outcome is dated before the lead's own day",
      'deals.csv,4,error,missing-reason,"a lost deal needs a reason; if the file has none, write outcomes.reason: { value: not recorded }"',
      'deals.csv,5,error,unknown-lead,no lead with this id has been imported',
      'deals.csv,6,error,invalid-outcome,"the outcome Pending is neither won, lost nor open; add it to outcomes.outcome.values"',
      'deals.csv,7,warning,invalid:amount,"sum a lot is not a number with the decimal mark ,, and stays unknown"',
      expect.stringMatching(/^deals.csv,8,error,personal-data:reason,/),
    ]);
    const events = await sent<typeof leadOutcome.data._output>(leadOutcome.topic);
    expect(events.map((event) => leadOutcome.data.safeParse(event).success)).toEqual([true, true, true]);
    expect(events).toMatchObject([
      { outcome: 'won', amount: 1234.5, currency: 'RUB', decidedAt: '2025-12-29T21:00:00.000Z', imported: true },
      { outcome: 'lost', reason: 'no budget', imported: true },
      { outcome: 'won', imported: true },
    ]);
    expect(events[2]).not.toHaveProperty('amount');
  });

  it('a lead, deal or payment dated in the future is not imported as history', async () => {
    const mapping = file(
      'plan.yaml',
      `source: s\nleads: {id: nr, day: day}\noutcomes: {${dealColumns}, paidAt: paid}\n`,
    );
    const past = file('plan.csv', 'nr,day\n1,2026-03-01\n2,2026-03-02\n');
    const deals = file(
      'plans.csv',
      'nr,status,on,why,sum,paid\n1,won,2026-03-02,,1,\n1,won,2026-03-01,,1,2026-04-01\n',
    );
    expect(await run(past, mapping, deals)).toMatchObject({ leads: { imported: 1 }, outcomes: { imported: 1 } });
    expect(report()).toEqual([
      'plan.csv,3,error,day-in-future,day 2026-03-02 is in the future',
      'plans.csv,2,error,day-in-future,on 2026-03-02 is in the future',
      'plans.csv,3,warning,invalid:paidAt,"paid 2026-04-01 is in the future, and stays unknown"',
    ]);
  });

  it('two deals of a lead with the same outcome and day need deal ids, otherwise the second one is refused', async () => {
    const past = file('two.csv', 'nr,day\n1,2025-01-01\n');
    const deals = file('twice.csv', 'nr,status,on,why,sum,deal\n1,won,2025-02-01,,10,a\n1,won,2025-02-01,,20,b\n');
    const head = 'source: s\nleads: {id: nr, day: day}\n';
    const without = file('two.yaml', `${head}outcomes: {${dealColumns}}\n`);
    const { outcomes } = await run(past, without, deals);
    expect(outcomes).toEqual({ rows: 2, imported: 1, known: 0, refused: 1, skipped: 0 });
    expect(report()).toEqual([expect.stringMatching(/^twice.csv,3,error,duplicate-outcome,.*outcomes\.id/)]);
    const withId = file('own.yaml', `${head}outcomes: {${dealColumns}, id: deal}\n`);
    expect((await run(past, withId, deals)).outcomes).toMatchObject({ imported: 2, refused: 0 });
  });

  it('text with a null character or a truncated emoji is imported without the part that cannot be stored', async () => {
    const mapping = file(
      'odd.yaml',
      `source: s\nleads: {id: nr, day: day, fields: {name: who}}\noutcomes: {${dealColumns}}\n`,
    );
    const past = file('odd.csv', `nr,day,who\n1,2025-01-01,${'a'.repeat(199)}😀\n\0,2025-01-01,Bob\n`);
    const deals = file('odd-deals.csv', 'nr,status,on,why,sum\n1,lost,2025-02-01,no\0 budget,\n');
    expect(await run(past, mapping, deals)).toMatchObject({ leads: { imported: 1, refused: 1 } });
    expect(report()).toEqual([
      'odd.csv,2,warning,truncated:name,name is longer than 200 characters and was truncated',
      'odd.csv,3,error,invalid-id,nr contains a null character or half of a surrogate pair',
    ]);
    const [lost] = await sent<typeof leadOutcome.data._output>(leadOutcome.topic);
    expect(lost).toMatchObject({ outcome: 'lost', reason: 'no budget' });
  });

  it('a repeated import changes nothing, even if the first run was interrupted', async () => {
    const outcomes = file('deals.csv', 'nr;status;on;why;sum\n1;Closed;05.01.2026;;10\n');
    const interrupted = file('interrupted.csv', readFileSync(leads(), 'utf8').split('\n').slice(0, 2).join('\n'));
    await run(interrupted, map());
    await run(leads(), map(), outcomes);
    const before = await fixture.database.pool.query('SELECT id, key, value FROM intake.outbox ORDER BY id');
    const again = await run(leads(), map(), outcomes);
    expect(again).toMatchObject({ leads: { imported: 0, known: 4 }, outcomes: { imported: 0, known: 1 } });
    const after = await fixture.database.pool.query('SELECT id, key, value FROM intake.outbox ORDER BY id');
    expect(after.rows).toEqual(before.rows);
    expect(before.rows).toHaveLength(5);
  });

  it('a file in another encoding is decoded', async () => {
    const bytes = Buffer.from([...Buffer.from('nr,day,from\n1,2025-01-01,'), 0xf1, 0xe0, 0xe9, 0xf2, 0x0a]);
    const old = fixture.file('old.csv', bytes);
    const mapping = file(
      'old.yaml',
      'source: s\nencoding: windows-1251\nleads: {id: nr, day: day, fields: {channel: from}}\n',
    );
    await run(old, mapping);
    expect(await sent(leadCaptured.topic)).toMatchObject([{ lead: { channel: 'сайт' } }]);
  });

  it('an import fails with the names of missing columns, or of the missing or empty file', async () => {
    await expect(run(file('x.csv', 'nr;who\n1;Ann\n'), map())).rejects.toThrow(
      /x\.csv has no column created, tel, from/,
    );
    await expect(run(join(fixture.directory, 'none.csv'), map())).rejects.toThrow(/ENOENT/);
    await expect(run(file('empty.csv', ''), map())).rejects.toThrow(/is empty/);
  });

  const withOlist = existsSync(olist) ? it : it.skip;
  withOlist("all leads and deals of Olist's funnel are imported", async () => {
    const files = ['marketing_qualified_leads.csv', 'closed_deals.csv'].map((name) => join(olist, name));
    const result = await run(files[0]!, join(root, 'docs/examples/olist.map.yaml'), files[1]);
    expect(result).toMatchObject({ leads: { imported: 8000, refused: 0 }, outcomes: { imported: 842, refused: 0 } });
    expect(report()).toHaveLength(1);

    // No cell in these files is quoted, so splitting at commas is an independent way to read them.
    const splitLines = (name: string) =>
      readFileSync(name, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(','));
    const countBy = (keys: (string | undefined)[]) =>
      Object.fromEntries(
        [...Map.groupBy(keys, (key) => key ?? '')].map(([key, each]) => [key, each.length] as const).sort(),
      );
    const channels = new Map(splitLines(files[0]!).map(([id = '', , , origin]) => [id, origin]));
    const leadEvents = await sent<typeof leadCaptured.data._output>(leadCaptured.topic);
    expect(countBy(leadEvents.map(({ lead }) => lead.channel))).toEqual(countBy([...channels.values()]));

    const channelOf = new Map(leadEvents.map(({ leadId, lead }) => [leadId, lead.channel]));
    const won = await sent<typeof leadOutcome.data._output>(leadOutcome.topic);
    expect(countBy(won.map(({ leadId }) => channelOf.get(leadId)))).toEqual(
      countBy(splitLines(files[1]!).map(([id = '']) => channels.get(id))),
    );
  });
});
