import type { HandoffStep, WhyAssigned } from '@baton/domain';
import { accept, closeUnreachable, decline, giveBack, note, qualify, reassignTo } from './spec/commands.ts';
import { rep, teamLeadOf, touch } from './spec/commands.ts';
import { HandoffWorld, quietRuntime, WORLD_WITHIN_MILLISECONDS } from './spec/handoff-world.ts';
import { keepHistory } from './spec/keep-history.ts';
import type { RunningHandoff } from './spec/running-handoff.ts';

const [anna, boris, clara] = ['anna', 'boris', 'clara'].map(rep) as [
  ReturnType<typeof rep>,
  ReturnType<typeof rep>,
  ReturnType<typeof rep>,
];
const lead = ({ beginning }: RunningHandoff) => teamLeadOf(beginning.teamId);

interface Path {
  name: string;
  team?: string[];
  asked?: string[];
  live(handoff: RunningHandoff): Promise<unknown>;
  /** What is worth telling of the record, in order. */
  tells: string[];
  ending: string;
}

const paths: Path[] = [
  {
    name: 'accepted-and-qualified',
    async live(handoff) {
      await handoff.tell(anna, { type: 'open' });
      await handoff.until(1);
      await handoff.tell(anna, accept);
      await handoff.until(5);
      await handoff.tell(anna, touch('reached'));
      await handoff.tell(anna, note);
      await handoff.tell(anna, qualify());
    },
    tells: ['anna transfer', 'opened', 'accepted', 'touched 1', 'noted', 'qualified'],
    ending: 'sql',
  },
  {
    name: 'accepted-late',
    async live(handoff) {
      await handoff.until(20);
      await handoff.tell(boris, touch('reached'));
      await handoff.tell(boris, qualify());
    },
    tells: [
      ...['anna transfer', 'reminded', 'reminded', 'reminded', 'reminded'],
      ...['broken acceptance owner', 'broken first-contact owner', 'broken first-contact lead', 'boris not-accepted'],
      ...['accepted', 'touched 1', 'late first-contact lead', 'qualified'],
    ],
    ending: 'sql',
  },
  {
    name: 'accepted-and-not-contacted',
    async live(handoff) {
      await handoff.tell(anna, accept);
      await handoff.until(16);
      await handoff.tell(boris, touch('reached'));
      await handoff.tell(boris, giveBack);
    },
    tells: [
      ...['anna transfer', 'accepted', 'reminded', 'reminded', 'broken first-contact owner'],
      ...['broken first-contact lead', 'boris not-contacted', 'accepted', 'touched 1', 'late first-contact lead'],
      'returned',
    ],
    ending: 'returned',
  },
  {
    name: 'declined-by-all',
    async live(handoff) {
      for (const person of [anna, boris, clara]) await handoff.tell(person, decline);
      await handoff.until(30);
      await handoff.tell(lead(handoff), reassignTo('anna'));
      await handoff.tell(anna, touch('reached'));
      await handoff.tell(anna, qualify());
    },
    tells: [
      ...['anna transfer', 'declined', 'boris declined', 'declined', 'clara declined', 'declined', 'nobody declined'],
      ...['broken first-contact lead', 'anna reassigned', 'accepted', 'touched 1', 'late first-contact lead'],
      'qualified',
    ],
    ending: 'sql',
  },
  {
    name: 'nobody-eligible',
    team: [],
    async live(handoff) {
      await handoff.until(10);
      await handoff.tell(lead(handoff), reassignTo('clara'));
      await handoff.tell(clara, giveBack);
    },
    tells: ['nobody transfer', 'broken transfer lead', 'clara reassigned', 'late transfer lead', 'returned'],
    ending: 'returned',
  },
  {
    name: 'owner-stays',
    team: ['anna'],
    async live(handoff) {
      await handoff.until(25);
      await handoff.tell(anna, accept);
      await handoff.tell(anna, giveBack);
    },
    tells: [
      ...['anna transfer', 'reminded', 'reminded', 'reminded', 'reminded', 'broken acceptance owner'],
      ...['broken first-contact owner', 'broken first-contact lead', 'stays not-accepted', 'accepted'],
      ...['late acceptance owner', 'returned'],
    ],
    ending: 'returned',
  },
  {
    name: 'unreachable-by-itself',
    async live(handoff) {
      for (let minutes = 5; minutes <= 5 + 6 * 30; minutes += 30) {
        await handoff.until(minutes);
        await handoff.tell(anna, touch());
      }
    },
    tells: ['anna transfer', 'accepted', ...[1, 2, 3, 4, 5, 6, 7].map((n) => `touched ${n}`), 'unreachable by itself'],
    ending: 'unreachable',
  },
  {
    name: 'unreachable-over-two-days',
    async live(handoff) {
      for (const minutes of [5, 60, 120, 180, 25 * 60, 50 * 60]) {
        await handoff.until(minutes);
        await handoff.tell(anna, touch('no-answer', minutes === 60 ? 'email' : 'call'));
        if (minutes === 180)
          expect(await handoff.tell(anna, closeUnreachable)).toMatchObject({ code: 'not-enough-touches' });
      }
      await handoff.tell(anna, closeUnreachable);
    },
    tells: [
      ...['anna transfer', 'accepted', 'touched 1', 'touched 2', 'touched 3', 'touched 4', 'reminded', 'touched 5'],
      ...['touched 6', 'unreachable'],
    ],
    ending: 'unreachable',
  },
  {
    name: 'too-few-touches',
    async live(handoff) {
      await handoff.tell(anna, touch());
      await handoff.until(49 * 60);
      await handoff.tell(anna, touch('reached'));
      await handoff.tell(anna, qualify());
    },
    tells: [
      ...['anna transfer', 'accepted', 'touched 1', 'reminded', 'reminded', 'broken touches lead', 'touched 2'],
      ...['late touches lead', 'qualified'],
    ],
    ending: 'sql',
  },
  {
    name: 'reassigned-while-working',
    async live(handoff) {
      await handoff.tell(anna, touch('reached'));
      await handoff.tell(lead(handoff), reassignTo('clara'));
      await handoff.until(10);
      await handoff.tell(clara, accept);
      await handoff.tell(clara, qualify());
    },
    tells: ['anna transfer', 'accepted', 'touched 1', 'clara reassigned', 'reminded', 'accepted', 'qualified'],
    ending: 'sql',
  },
];

/** A step in a word or two; nothing for those that every path is full of. */
function told(step: HandoffStep): string[] {
  const assigned = (to: string, why: WhyAssigned): string[] => [`${to} ${why}`];
  switch (step.type) {
    case 'assigned':
      return assigned(step.ownerId, step.why);
    case 'nobody-eligible':
      return assigned(step.ownerStays ? 'stays' : 'nobody', step.why);
    case 'opened':
    case 'accepted':
    case 'declined':
    case 'noted':
    case 'qualified':
    case 'returned':
      return [step.type];
    case 'touched':
      return [`touched ${step.countedAs}`];
    case 'unreachable':
      return [step.byItself ? 'unreachable by itself' : 'unreachable'];
    case 'promise-reminded':
      return [step.skipped ? 'skipped' : 'reminded'];
    case 'promise-broken':
      return [`broken ${step.promise} ${step.clock}`];
    case 'promise-kept':
      return step.late ? [`late ${step.promise} ${step.clock}`] : [];
    default:
      return [];
  }
}

describe('Every path of a handoff, in simulated time', () => {
  let world: HandoffWorld;
  beforeAll(async () => {
    quietRuntime();
    world = await HandoffWorld.skippingTime();
  }, WORLD_WITHIN_MILLISECONDS);
  afterAll(async () => {
    expect(world.record.divergences).toEqual([]);
    await world.close();
  });

  test.each(paths)('$name', async ({ name, team = ['anna', 'boris', 'clara'], asked = [], live, tells, ending }) => {
    const handoff = await world.start({ team, asked });
    await handoff.transferred();
    await live(handoff);
    expect(await handoff.handle.result()).toBe(ending);
    expect(world.record.of(handoff.id).flatMap(({ step }) => told(step))).toEqual(tells);
    expect(await handoff.state()).toEqual(handoff.recorded);
    await keepHistory(name, handoff);
  });
});
