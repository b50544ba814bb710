import { Chance } from '../spec/chance.ts';
import { generateWorld } from '../spec/generated-world.ts';
import type { WorldEvent } from '../spec/generated-world.ts';
import { projectWorld } from '../spec/project-world.ts';
import { ReportingDatabase } from '../spec/reporting-database.ts';

const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1e9));

describe(`the projections (seed ${seed})`, () => {
  let reporting: ReportingDatabase;
  beforeAll(async () => {
    reporting = await ReportingDatabase.create();
  });
  afterAll(() => reporting?.drop());

  const projected = async (events: WorldEvent[]): Promise<Record<string, unknown[]>> => {
    await reporting.empty();
    await reporting.within((sql) => projectWorld(sql, events));
    return reporting.everything();
  };

  it('come out the same for every interleaving of topics, in and out of order, and with events told twice', async () => {
    for (let round = 0; round < 5; round += 1) {
      const chance = new Chance(seed + round);
      const world = generateWorld(seed + round, 10);
      const inOrder = await projected(world);
      expect(inOrder['waiting_step']).toEqual([]);
      expect(inOrder['step']).toHaveLength(world.filter(({ topic }) => topic === 'step').length);
      // Topics mixed at will, each keeping its own order.
      const queues = Map.groupBy(world, ({ topic }) => topic);
      const mixed = chance.shuffled(world).map(({ topic }) => queues.get(topic)?.shift() as WorldEvent);
      expect(await projected(mixed)).toEqual(inOrder);
      expect(await projected(chance.shuffled(world))).toEqual(inOrder);
      const twice = [...world, ...world.filter(() => chance.happens(0.3))];
      expect(await projected(chance.shuffled(twice))).toEqual(inOrder);
    }
  });

  const steps = (world: WorldEvent[]): WorldEvent[] => world.filter(({ topic }) => topic === 'step');

  it('hold back what is ahead of its turn, and show nothing of it', async () => {
    const world = generateWorld(seed, 20);
    const withoutFirst = world.filter((event) => event.topic !== 'step' || event.data.version !== 1);
    const known = withoutFirst.filter(({ topic }) => topic === 'step' || topic === 'agreement');
    const { handoff, step, waiting_step: waiting } = await projected(known);
    expect([handoff, step]).toEqual([[], []]);
    expect(waiting).toHaveLength(steps(withoutFirst).length);
  });

  it('hold back what is judged under an agreement that has not come, and take it up when it comes', async () => {
    const world = generateWorld(seed, 20);
    const { handoff, waiting_step: waiting } = await projected(steps(world));
    expect(handoff).toEqual([]);
    expect(waiting).toHaveLength(steps(world).length);
    const agreements = world.filter(({ topic }) => topic === 'agreement');
    await reporting.within((sql) => projectWorld(sql, agreements));
    const { step, waiting_step: left } = await reporting.everything();
    expect(step).toHaveLength(steps(world).length);
    expect(left).toEqual([]);
  });
});
