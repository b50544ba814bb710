import type { InboundLead } from '@baton/contracts';
import { SeededRandom } from '@baton/testing';
import type { ChannelMix } from './channels.ts';
import { randomPerson, firstSignal, laterSignal, withDefect } from './random-people.ts';
import type { Defect, Person, Quality } from './random-people.ts';

export const ENTRY_POINTS = ['http', 'kafka-binary', 'http', 'kafka-structured', 'http', 'kafka-bare'] as const;
export type EntryPoint = (typeof ENTRY_POINTS)[number];

/** What sales does with a handoff. */
export const scenarioWeights = {
  prompt: 22,
  persistent: 12,
  slow: 10,
  'late-caller': 8,
  declined: 8,
  'everyone-declines': 4,
  'returned-on-receipt': 10,
  'returned-after-conversation': 10,
  'touches-exhausted': 5,
  unreachable: 5,
  'never-accepted': 4,
  hanging: 4,
  abandoned: 3,
} as const;
export type ScenarioName = keyof typeof scenarioWeights;

/** One message that will be sent. */
export interface PlannedSignal {
  entryPoint: EntryPoint;
  /** The time since the start of the simulation. */
  afterMilliseconds: number;
  body: InboundLead | Record<string, unknown>;
  defect?: Defect;
}

/** A person with all random decisions about them. */
export interface SimulatedLead {
  index: number;
  person: Person;
  quality: Quality;
  signals: PlannedSignal[];
  /** The scenario of each handoff of the lead, in order. */
  scenarios: { name: ScenarioName; random: SeededRandom }[];
}

export interface LeadPlanOptions {
  leads: number;
  seed: number;
  series: number;
  mix: ChannelMix;
  /** The time in which all leads send their first signal. */
  arrivalMilliseconds: number;
}

/** Makes all random decisions in advance, so that the same seed gives the same simulation. */
export function planLeads({ leads, seed, series, mix, arrivalMilliseconds }: LeadPlanOptions): SimulatedLead[] {
  const rootRandom = new SeededRandom(seed);
  return Array.from({ length: leads }, (_, index) => {
    const random = rootRandom.fork();
    const person = randomPerson(index, series, mix, random);
    const quality = random.weighted({ fitting: 66, 'unknown-profile': 14, 'content-only': 10, student: 5, bot: 5 });
    const at = Math.floor(((index + random.next()) / leads) * arrivalMilliseconds);
    const entryPoint = ENTRY_POINTS[index % ENTRY_POINTS.length] ?? 'http';
    const first = firstSignal(person, quality, random);
    const defect = random.chance(0.06) ? random.pick(['no-contact', 'no-name', 'bad-email'] as const) : undefined;
    const scenarios = [0, 1].map(() => ({ name: random.weighted(scenarioWeights), random: random.fork() }));
    if (defect)
      return {
        index,
        person,
        quality,
        scenarios,
        signals: [{ entryPoint, afterMilliseconds: at, defect, body: withDefect(first, defect) }],
      };
    const signals: PlannedSignal[] = [{ entryPoint, afterMilliseconds: at, body: first }];
    if (random.chance(0.1)) {
      const later = at + random.between(4000, arrivalMilliseconds / 2 + 4001);
      const other = ENTRY_POINTS[(index + 1) % ENTRY_POINTS.length] ?? 'http';
      signals.push({ entryPoint: other, afterMilliseconds: later, body: laterSignal(person) });
    }
    return { index, person, quality, scenarios, signals };
  });
}
