import type { LeadJudged } from '@baton/contracts';
import { DAY } from '@baton/domain';
import { SeededRandom } from '@baton/testing';
import { generateEventLog, eventLogStart, eventLogEnd } from '../spec/generated-event-log.ts';
import type { TopicEvent } from '../spec/generated-event-log.ts';
import { startOfDay } from '../spec/oracle-handoffs.ts';
import { Oracle } from '../spec/oracle.ts';
import type { ExpectedReport } from '../spec/oracle.ts';
import { latePostponedLead, SECOND_REQUEST_AT } from '../spec/postponed-lead.ts';
import { projectEvents } from '../spec/project-events.ts';
import { ReportingDatabase } from '../spec/reporting-database.ts';
import { channelsReport } from './channels.report.ts';
import { firstContactReport } from './first-contact.report.ts';
import { lossesReport } from './losses.report.ts';
import { lostReport } from './lost.report.ts';
import { passedConversionReport } from './passed-conversion.report.ts';
import { promisesReport } from './promises.report.ts';
import { dimensions } from './report-query.ts';
import type { Figures, ReportQuery } from './report-query.ts';
import { returnsReport } from './returns.report.ts';

const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1e9));

const everything: ReportQuery = { asOf: eventLogEnd, from: null, to: null, zone: 'UTC', filters: {} };

/** Often right before a step, when the figures are about to change. */
function randomMoment(random: SeededRandom, events: readonly TopicEvent[]): string {
  const assigned = events.filter((event) => event.topic === 'step' && event.data.step.type === 'assigned');
  const event = random.pick(random.chance(0.5) ? assigned : events);
  if (event.topic === 'step' && random.chance(0.7))
    return new Date(Date.parse(random.pick([event.data.at, event.time])) - 1).toISOString();
  return random.chance(0.5)
    ? eventLogEnd
    : new Date(eventLogStart + random.between(1, 35 * 1440) * 60_000).toISOString();
}

function randomQuery(random: SeededRandom, events: readonly TopicEvent[]): ReportQuery {
  const zone = random.pick(['UTC', 'Europe/Moscow', 'America/Sao_Paulo', 'Asia/Kolkata']);
  const day = (offset: number): string =>
    new Date(startOfDay(new Date(eventLogStart + offset * DAY).toISOString().slice(0, 10), zone)).toISOString();
  const begin = random.between(-300, 20);
  const filters = {
    ...(random.chance(0.2) && { channel: random.pick(['ads', 'search', '']) }),
    ...(random.chance(0.1) && { campaign: random.pick(['spring', '']) }),
    ...(random.chance(0.1) && { segment: 'small' }),
    ...(random.chance(0.15) && { source: random.pick(['site', 'pilot']) }),
    ...(random.chance(0.1) && { agreementVersion: random.pick(['1', '2']) }),
    ...(random.chance(0.2) && { team: random.pick(['east', 'west']) }),
    ...(random.chance(0.1) && { evidence: random.pick(['verified', 'referenced', 'claimed', '']) }),
    ...(random.chance(0.2) && { rep: random.pick(['anna', 'gleb', 'dina', 'kirill']) }),
  };
  return {
    asOf: randomMoment(random, events),
    from: random.chance(0.5) ? null : day(begin),
    to: random.chance(0.5) ? null : day(begin + random.between(1, 320)),
    zone,
    filters,
    ...(random.chance(0.6) && { groupBy: random.pick(['rep', 'team', ...dimensions]) }),
  };
}

/** Rounded to six decimals, because the database adds in a different order. */
const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === 'number' ? Math.round(part * 1e6) / 1e6 : part,
  );

const sorted = (rows: unknown[]): unknown[] =>
  rows.map(rounded).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));

const hasHandoffs = ({ mql }: Record<string, unknown>): boolean => mql !== 0;

/** The part of a report that the oracle computes too; channels without handoffs are compared by their leads. */
function comparable({ total: allTotals, rows: allRows }: Figures, expectedReport: ExpectedReport): unknown {
  const names = Object.keys(expectedReport.rows[0] ?? {});
  const total = Object.fromEntries(Object.keys(expectedReport.total).map((name) => [name, allTotals[name]]));
  const shown = expectedReport.comparesRows === false ? [] : allRows.filter(hasHandoffs);
  const rows = shown.map((row) => Object.fromEntries(names.map((name) => [name, row[name]])));
  return { total: rounded(total), rows: sorted(rows) };
}

describe(`reports (seed ${seed})`, () => {
  let reporting: ReportingDatabase;
  beforeAll(async () => {
    reporting = await ReportingDatabase.create();
  });
  afterAll(() => reporting?.drop());

  it('all reports have the figures that the oracle computes from the event log', async () => {
    const seen = {
      lost: 0,
      returned: 0,
      won: 0,
      keptLate: 0,
      offHours: 0,
      stillWaiting: 0,
      never: 0,
      queued: 0,
      faults: 0,
    };
    // Figures that are always zero would prove nothing, and some are rare.
    const isAnyUnseen = (): boolean => Math.min(...Object.values(seen)) === 0;
    for (let round = 0; round < 2 || (round < 10 && isAnyUnseen()); round += 1) {
      const random = new SeededRandom(seed + round);
      const events = generateEventLog(seed + round, 40);
      await reporting.truncate();
      await reporting.inTransaction((sql) => projectEvents(sql, random.shuffled(events)));
      for (let queries = 0; queries < 20; queries += 1) {
        // The first query covers everything, so that there are figures to compare.
        const query = queries === 0 ? everything : randomQuery(random, events);
        const oracle = new Oracle(events, query);
        const pairs: [string, (typeof oracleComparisons)[number][1], ExpectedReport][] = oracleComparisons.map(
          ([name, report]) => [name, report, oracle[name]()],
        );
        for (const [name, report, expectedReport] of pairs) {
          const figures = await reporting.inTransaction((sql) => report(sql, query));
          const { total, rows } = expectedReport;
          const expected = { total: rounded(total), rows: sorted(rows.filter(hasHandoffs)) };
          expect({ name, query, ...(comparable(figures, expectedReport) as object) }).toEqual({
            name,
            query,
            ...expected,
          });
          if (name === 'lost') seen.lost += Number(figures.total['lost']);
          if (name === 'returns') {
            seen.returned += Number(figures.total['returned']);
            seen.faults += figures.rows.filter(({ faultRouting, faultSales }) => faultRouting || faultSales).length;
          }
          if (name === 'passedConversion') seen.won += Number(figures.total['won']);
          if (name === 'promises') {
            seen.keptLate += Number(figures.total['keptLate']);
            seen.queued += figures.rows.filter(({ lateQueueMilliseconds }) => lateQueueMilliseconds).length;
          }
          if (name === 'firstContact') {
            const inBucket = (bucket: string): number => figures.rows.filter((row) => row['bucket'] === bucket).length;
            seen.offHours += figures.rows.filter(({ hours }) => hours === 'off').length;
            seen.stillWaiting += inBucket('still waiting');
            seen.never += inBucket('never');
          }
        }
      }
    }
    expect(Object.entries(seen).filter(([, count]) => count === 0)).toEqual([]);
  });

  it('a late handoff that was postponed stays lost, and its successor replaces it in passed conversion', async () => {
    const events = latePostponedLead();
    await reporting.truncate();
    await reporting.inTransaction((sql) => projectEvents(sql, events));
    const figuresAt = async (asOf: string): Promise<unknown> => {
      const query = { ...everything, asOf };
      const lost = await reporting.inTransaction((sql) => lostReport(sql, query));
      const conversion = await reporting.inTransaction((sql) => passedConversionReport(sql, query));
      const losses = await reporting.inTransaction((sql) => lossesReport(sql, query));
      const oracle = new Oracle(events, query);
      expect(lost.total).toMatchObject(oracle.lost().total);
      expect(conversion.total).toMatchObject(oracle.passedConversion().total);
      expect(losses.total).toMatchObject(oracle.losses().total);
      const { transferred, passed, replaced, sql } = conversion.total;
      return {
        lost: [lost.total['lost'], lost.total['transferred']],
        conversion: { transferred, passed, replaced, sql },
      };
    };
    const dayBefore = new Date(Date.parse(SECOND_REQUEST_AT) - DAY).toISOString();
    expect(await figuresAt(dayBefore)).toEqual({
      lost: [1, 1],
      conversion: { transferred: 1, passed: 0, replaced: 0, sql: 0 },
    });
    expect(await figuresAt(eventLogEnd)).toEqual({
      lost: [1, 2],
      conversion: { transferred: 1, passed: 1, replaced: 1, sql: 1 },
    });
  });

  it('the channels report counts the leads that the oracle counts in the event log, and the rejected ones', async () => {
    const events = generateEventLog(seed, 30);
    const random = new SeededRandom(seed);
    await reporting.truncate();
    await reporting.inTransaction((sql) => projectEvents(sql, events));
    for (let queries = 0; queries < 20; queries += 1) {
      const { groupBy: _groupBy, ...ungrouped } = randomQuery(random, events);
      const { team: _team, rep: _rep, agreementVersion: _version, evidence: _evidence, ...filters } = ungrouped.filters;
      const query: ReportQuery = { ...ungrouped, filters };
      const { rows } = await reporting.inTransaction((sql) => channelsReport(sql, query));
      const leads = rows.flatMap(({ group, leads: count, rejected, rejectedInReview: inReview }) =>
        count === 0 ? [] : [[group, { leads: count, rejected, rejectedInReview: inReview }] as const],
      );
      expect(new Map(leads)).toEqual(new Oracle(events, query).leads());
    }
  });

  it('a lead counts as rejected while its latest verdict rejects it, and separately when a review did', async () => {
    const [flagged, reviewed, judgedAgain, nurtured] = [1, 2, 3, 4].map(
      (digit) => `00000000-0000-4000-8000-00000000000${digit}`,
    ) as [string, string, string, string];
    const day = (number: number): string => `2026-03-0${number}T10:00:00.000Z`;
    const lead = (leadId: string, channel: string): TopicEvent => {
      const signals = [{ signalId: 's1', kind: 'content' as const, receivedAt: day(1) }];
      const snapshot = { source: 'site', channel, reachableBy: [], flags: [], consent: true, signals };
      const data = { leadId, signalId: 's1', isNew: true, createdBy: 'form', lead: snapshot };
      return { topic: 'captured', id: `${leadId}/s1`, time: day(1), data };
    };
    const judged = (leadId: string, at: string, changes: Partial<LeadJudged>): TopicEvent => ({
      topic: 'judged',
      id: `judged/${leadId}/${at}`,
      time: at,
      data: {
        leadId,
        signalId: 's1',
        signalReceivedAt: day(1),
        agreementVersion: 1,
        createdBy: 'form',
        lead: { source: 'site', reachableBy: [], flags: [], consent: true, signals: [] },
        answers: [],
        askedCriteria: [],
        score: { points: 0, reasons: [] },
        verdict: 'nurtured',
        ...changes,
      },
    });
    const inReview = (at: string): Partial<LeadJudged> => ({
      verdict: 'rejected',
      nurtureReview: { reviewedBy: 'marina', reviewedAt: at },
    });
    const events = [
      lead(flagged, 'ads'),
      lead(reviewed, 'ads'),
      lead(judgedAgain, 'search'),
      lead(nurtured, 'search'),
      judged(flagged, day(1), { verdict: 'rejected' }),
      ...[reviewed, judgedAgain, nurtured].map((leadId) => judged(leadId, day(1), {})),
      ...[reviewed, judgedAgain].map((leadId) => judged(leadId, day(3), inReview(day(3)))),
      judged(judgedAgain, day(5), {}),
      // The signal of a bot within an open handoff says nothing about the lead.
      judged(nurtured, day(5), { verdict: 'rejected', withinHandoff: 1 }),
    ];
    await reporting.truncate();
    await reporting.inTransaction((sql) => projectEvents(sql, events));
    const rejections = async (asOf: string): Promise<unknown[]> => {
      const { total, rows } = await reporting.inTransaction((sql) => channelsReport(sql, { ...everything, asOf }));
      return [{ ...total, group: 'all' }, ...rows].map(({ group, leads, rejected, rejectedInReview }) => [
        group,
        leads,
        rejected,
        rejectedInReview,
      ]);
    };
    expect(await rejections(day(2))).toEqual([
      ['all', 4, 1, 0],
      ['ads', 2, 1, 0],
      ['search', 2, 0, 0],
    ]);
    expect(await rejections(day(4))).toEqual([
      ['all', 4, 3, 2],
      ['ads', 2, 2, 1],
      ['search', 2, 1, 1],
    ]);
    expect(await rejections(day(6))).toEqual([
      ['all', 4, 2, 1],
      ['ads', 2, 2, 1],
      ['search', 2, 0, 0],
    ]);
  });
});

const oracleComparisons = [
  ['returns', returnsReport],
  ['lost', lostReport],
  ['passedConversion', passedConversionReport],
  ['losses', lossesReport],
  ['promises', promisesReport],
  ['channels', channelsReport],
  ['firstContact', firstContactReport],
] as const;
