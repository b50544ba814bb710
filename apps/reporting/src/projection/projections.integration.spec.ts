import { SeededRandom } from '@baton/testing';
import { generateEventLog } from '../spec/generated-event-log.ts';
import type { TopicEvent } from '../spec/generated-event-log.ts';
import { projectEvents } from '../spec/project-events.ts';
import { ReportingDatabase } from '../spec/reporting-database.ts';

const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1e9));

describe(`projections (seed ${seed})`, () => {
  let reporting: ReportingDatabase;
  beforeAll(async () => {
    reporting = await ReportingDatabase.create();
  });
  afterAll(() => reporting?.drop());

  const projected = async (events: TopicEvent[]): Promise<Record<string, unknown[]>> => {
    await reporting.truncate();
    await reporting.inTransaction((sql) => projectEvents(sql, events));
    return reporting.allRows();
  };

  it('the rows are the same for every order of events, with and without duplicates', async () => {
    for (let round = 0; round < 5; round += 1) {
      const random = new SeededRandom(seed + round);
      const eventLog = generateEventLog(seed + round, 10);
      const inOrder = await projected(eventLog);
      expect(inOrder['pending_step']).toEqual([]);
      expect(inOrder['step']).toHaveLength(eventLog.filter(({ topic }) => topic === 'step').length);
      // Topics are interleaved randomly, each in its own order.
      const queues = Map.groupBy(eventLog, ({ topic }) => topic);
      const mixed = random.shuffled(eventLog).map(({ topic }) => queues.get(topic)?.shift() as TopicEvent);
      expect(await projected(mixed)).toEqual(inOrder);
      expect(await projected(random.shuffled(eventLog))).toEqual(inOrder);
      const twice = [...eventLog, ...eventLog.filter(() => random.chance(0.3))];
      expect(await projected(random.shuffled(twice))).toEqual(inOrder);
    }
  });

  const steps = (eventLog: TopicEvent[]): TopicEvent[] => eventLog.filter(({ topic }) => topic === 'step');

  it('a step waits, invisible, until the steps before it have arrived', async () => {
    const world = generateEventLog(seed, 20);
    const withoutFirst = world.filter((event) => event.topic !== 'step' || event.data.version !== 1);
    const known = withoutFirst.filter(({ topic }) => topic === 'step' || topic === 'agreement');
    const { handoff, step, pending_step: pending } = await projected(known);
    expect([handoff, step]).toEqual([[], []]);
    expect(pending).toHaveLength(steps(withoutFirst).length);
  });

  it('a step waits until its agreement has arrived', async () => {
    const world = generateEventLog(seed, 20);
    const { handoff, pending_step: pending } = await projected(steps(world));
    expect(handoff).toEqual([]);
    expect(pending).toHaveLength(steps(world).length);
    const agreements = world.filter(({ topic }) => topic === 'agreement');
    await reporting.inTransaction((sql) => projectEvents(sql, agreements));
    const { step, pending_step: left } = await reporting.allRows();
    expect(step).toHaveLength(steps(world).length);
    expect(left).toEqual([]);
  });
});
