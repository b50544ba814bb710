import { HOUR } from '@baton/domain';
import { SeededRandom } from '@baton/testing';
import { eventLogEnd, generateEventLog } from '../spec/generated-event-log.ts';
import type { TopicEvent } from '../spec/generated-event-log.ts';
import { projectEvents } from '../spec/project-events.ts';
import { ReportingDatabase } from '../spec/reporting-database.ts';
import { promisesReport } from './promises.report.ts';
import { reportDefinitions } from './report-definitions.ts';
import type { ReportQuery } from './report-query.ts';

const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1e9));

const everything: ReportQuery = { asOf: eventLogEnd, from: null, to: null, zone: 'UTC', filters: {} };

describe(`the part of the record that a report shows (seed ${seed})`, () => {
  let reporting: ReportingDatabase;
  beforeAll(async () => {
    reporting = await ReportingDatabase.create();
  });
  afterAll(() => reporting?.drop());

  it('a report of an earlier moment does not change by what is recorded later, also of what happened before it', async () => {
    const random = new SeededRandom(seed);
    const events = generateEventLog(seed, 30);
    const lateSteps = events.flatMap((event) =>
      event.topic === 'step' && Date.parse(event.time) - Date.parse(event.data.at) > HOUR ? [event.data] : [],
    );
    // A moment between what happened and its recording.
    const asOf = new Date(Date.parse(random.pick(lateSteps).recordedAt) - HOUR / 2).toISOString();
    const queries: ReportQuery[] = [
      { ...everything, asOf },
      { ...everything, asOf, groupBy: 'rep' },
      { ...everything, asOf, from: '2026-03-04T00:00:00.000Z', filters: { team: 'east' } },
    ];
    const isKnown = ({ time }: TopicEvent): boolean => Date.parse(time) <= Date.parse(asOf);
    const figures = async (): Promise<unknown[]> => {
      const all: unknown[] = [];
      for (const { run } of Object.values(reportDefinitions))
        for (const query of queries) all.push(await reporting.inTransaction((sql) => run(sql, query)));
      return all;
    };
    await reporting.inTransaction((sql) => projectEvents(sql, events.filter(isKnown)));
    const before = await figures();
    const later = events.filter((event) => !isKnown(event));
    await reporting.inTransaction((sql) => projectEvents(sql, random.shuffled(later)));
    expect(await figures()).toEqual(before);
  });

  it('the promises of one rep or team name no other owner who held the late leads', async () => {
    const events = generateEventLog(seed, 40);
    await reporting.truncate();
    await reporting.inTransaction((sql) => projectEvents(sql, events));
    const holdersOf = async (filters: ReportQuery['filters']): Promise<Set<string>> => {
      const { total } = await reporting.inTransaction((sql) => promisesReport(sql, { ...everything, filters }));
      const held = total['lateLeadsHeldBy'] as { ownerId: string | null }[];
      return new Set(held.flatMap(({ ownerId }) => ownerId ?? []));
    };
    const reps = [...(await holdersOf({}))];
    expect(reps.length).toBeGreaterThan(1);
    for (const rep of reps) expect([...(await holdersOf({ rep }))].filter((each) => each !== rep)).toEqual([]);
    const ownersInEast = events.flatMap((event) =>
      event.topic === 'step' && event.data.step.type === 'assigned' && event.data.step.teamId === 'east'
        ? [event.data.step.ownerId]
        : [],
    );
    expect(ownersInEast).toEqual(expect.arrayContaining([...(await holdersOf({ team: 'east' }))]));
  });
});
