import { Chance } from '../spec/chance.ts';
import { generateWorld, worldBegins, worldEnds } from '../spec/generated-world.ts';
import type { WorldEvent } from '../spec/generated-world.ts';
import { dayBegins } from '../spec/oracle-handoffs.ts';
import { Oracle } from '../spec/oracle.ts';
import type { Told } from '../spec/oracle.ts';
import { projectWorld } from '../spec/project-world.ts';
import { ReportingDatabase } from '../spec/reporting-database.ts';
import { channelsReport } from './channels.report.ts';
import { firstContactReport } from './first-contact.report.ts';
import { lossesReport } from './losses.report.ts';
import { lostReport } from './lost.report.ts';
import { passedConversionReport } from './passed-conversion.report.ts';
import { promisesReport } from './promises.report.ts';
import { dimensions } from './question.ts';
import type { Figures, Question } from './question.ts';
import { returnsReport } from './returns.report.ts';

const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1e9));
const DAY = 86_400_000;

const everything: Question = { asOf: worldEnds, from: null, to: null, zone: 'UTC', filters: {} };

/** Half of them as of a moment at which something was about to change. */
function someMoment(chance: Chance, world: readonly WorldEvent[]): string {
  const assigned = world.filter((event) => event.topic === 'step' && event.data.step.type === 'assigned');
  const event = chance.pick(...([chance.happens(0.5) ? assigned : world].flat() as [WorldEvent]));
  if (event.topic === 'step' && chance.happens(0.7)) return new Date(Date.parse(event.data.at) - 1).toISOString();
  return chance.happens(0.5) ? worldEnds : new Date(worldBegins + chance.between(1, 35 * 1440) * 60_000).toISOString();
}

function someQuestion(chance: Chance, world: readonly WorldEvent[]): Question {
  const zone = chance.pick('UTC', 'Europe/Moscow', 'America/Sao_Paulo', 'Asia/Kolkata');
  const day = (offset: number): string =>
    new Date(dayBegins(new Date(worldBegins + offset * DAY).toISOString().slice(0, 10), zone)).toISOString();
  const begin = chance.between(-300, 20);
  const filters = {
    ...(chance.happens(0.2) && { channel: chance.pick('ads', 'search', '') }),
    ...(chance.happens(0.1) && { campaign: chance.pick('spring', '') }),
    ...(chance.happens(0.1) && { segment: 'small' }),
    ...(chance.happens(0.15) && { source: chance.pick('site', 'pilot') }),
    ...(chance.happens(0.1) && { agreementVersion: chance.pick('1', '2') }),
    ...(chance.happens(0.2) && { team: chance.pick('east', 'west') }),
    ...(chance.happens(0.2) && { rep: chance.pick('anna', 'gleb', 'dina', 'kirill') }),
  };
  return {
    asOf: someMoment(chance, world),
    from: chance.happens(0.5) ? null : day(begin),
    to: chance.happens(0.5) ? null : day(begin + chance.between(1, 320)),
    zone,
    filters,
    ...(chance.happens(0.6) && { by: chance.pick('rep', 'team', ...dimensions) }),
  };
}

/** To six digits after the point: the database sums in another order. */
const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === 'number' ? Math.round(part * 1e6) / 1e6 : part,
  );

const inOneOrder = (rows: unknown[]): unknown[] =>
  rows.map(rounded).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));

const hasHandoffs = ({ mql }: Record<string, unknown>): boolean => mql !== 0;

/** Of an answer only what the oracle tells too; channels without a handoff are compared as leads. */
function comparable({ total: allTotals, rows: allRows }: Figures, told: Told): unknown {
  const names = Object.keys(told.rows[0] ?? {});
  const total = Object.fromEntries(Object.keys(told.total).map((name) => [name, allTotals[name]]));
  const shown = told.tellsRows === false ? [] : allRows.filter(hasHandoffs);
  const rows = shown.map((row) => Object.fromEntries(names.map((name) => [name, row[name]])));
  return { total: rounded(total), rows: inOneOrder(rows) };
}

describe(`reports (seed ${seed})`, () => {
  let reporting: ReportingDatabase;
  beforeAll(async () => {
    reporting = await ReportingDatabase.create();
  });
  afterAll(() => reporting?.drop());

  it('give the same numbers as the log of events, whatever is asked', async () => {
    const seen = { lost: 0, returned: 0, won: 0, keptLate: 0 };
    for (let round = 0; round < 2; round += 1) {
      const chance = new Chance(seed + round);
      const world = generateWorld(seed + round, 40);
      await reporting.empty();
      await reporting.within((sql) => projectWorld(sql, chance.shuffled(world)));
      for (let asked = 0; asked < 20; asked += 1) {
        // The first one is about everything, so that something is told of it.
        const question = asked === 0 ? everything : someQuestion(chance, world);
        const oracle = new Oracle(world, question);
        const pairs: [string, (typeof reports)[number][1], Told][] = reports.map(([name, report]) => [
          name,
          report,
          oracle[name](),
        ]);
        for (const [name, report, told] of pairs) {
          const answer = await reporting.within((sql) => report(sql, question));
          const expected = { total: rounded(told.total), rows: inOneOrder(told.rows.filter(hasHandoffs)) };
          expect({ name, question, ...(comparable(answer, told) as object) }).toEqual({ name, question, ...expected });
          if (name === 'lost') seen.lost += Number(answer.total['lost']);
          if (name === 'returns') seen.returned += Number(answer.total['returned']);
          if (name === 'passedConversion') seen.won += Number(answer.total['won']);
          if (name === 'promises') seen.keptLate += Number(answer.total['keptLate']);
        }
      }
    }
    // A world in which nothing happens would prove nothing.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
  });

  it('count leads by channel like the log of events', async () => {
    const world = generateWorld(seed, 30);
    const chance = new Chance(seed);
    await reporting.empty();
    await reporting.within((sql) => projectWorld(sql, world));
    for (let asked = 0; asked < 20; asked += 1) {
      const { by: _by, ...whole } = someQuestion(chance, world);
      const { team: _team, rep: _rep, agreementVersion: _version, ...filters } = whole.filters;
      const question: Question = { ...whole, filters };
      const { rows } = await reporting.within((sql) => channelsReport(sql, question));
      const leads = rows.flatMap(({ group, leads: count }) => (count === 0 ? [] : [[group, count] as const]));
      expect(new Map(leads)).toEqual(new Oracle(world, question).leads());
    }
  });
});

const reports = [
  ['returns', returnsReport],
  ['lost', lostReport],
  ['passedConversion', passedConversionReport],
  ['losses', lossesReport],
  ['promises', promisesReport],
  ['channels', channelsReport],
  ['firstContact', firstContactReport],
] as const;
