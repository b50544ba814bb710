import type { InboundLead } from '@baton/contracts';
import { Chance } from './chance.ts';
import type { ChannelMix } from './channels.ts';
import { aPerson, firstSignal, laterSignal, spoiled } from './people.ts';
import type { Defect, Person, Quality } from './people.ts';

export const doors = ['http', 'kafka-binary', 'http', 'kafka-structured', 'http', 'kafka-bare'] as const;
export type Door = (typeof doors)[number];

/** How sales deals with a handoff. */
export const storyWeights = {
  prompt: 22,
  persistent: 12,
  slow: 10,
  'tardy-caller': 8,
  declined: 8,
  'everyone-declines': 4,
  'returned-at-receipt': 10,
  'returned-after-talk': 10,
  exhausted: 5,
  unreachable: 5,
  neglected: 4,
  hanging: 4,
  abandoned: 3,
} as const;
export type StoryName = keyof typeof storyWeights;

/** One message that will be sent. */
export interface PlannedSignal {
  door: Door;
  /** Milliseconds after the beginning. */
  at: number;
  body: InboundLead | Record<string, unknown>;
  defect?: Defect;
}

/** One person of the world outside, with everything that chance has decided about them. */
export interface CastMember {
  index: number;
  person: Person;
  quality: Quality;
  signals: PlannedSignal[];
  /** By handoff number, the first one first. */
  stories: { name: StoryName; chance: Chance }[];
}

export interface Casting {
  leads: number;
  seed: number;
  series: number;
  mix: ChannelMix;
  /** Time within which everybody has come for the first time. */
  arrivalMilliseconds: number;
}

/** Everything that chance decides is decided here, before the first lead: the same seed gives the same world. */
export function cast({ leads, seed, series, mix, arrivalMilliseconds }: Casting): CastMember[] {
  const world = new Chance(seed);
  return Array.from({ length: leads }, (_, index) => {
    const chance = world.apart();
    const person = aPerson(index, series, mix, chance);
    const quality = chance.weighted({ fitting: 66, 'unknown-profile': 14, 'content-only': 10, student: 5, bot: 5 });
    const at = Math.floor(((index + chance.next()) / leads) * arrivalMilliseconds);
    const door = doors[index % doors.length] ?? 'http';
    const first = firstSignal(person, quality, chance);
    const defect = chance.happens(0.06) ? chance.pick(['no-contact', 'no-name', 'bad-email'] as const) : undefined;
    const stories = [0, 1].map(() => ({ name: chance.weighted(storyWeights), chance: chance.apart() }));
    if (defect)
      return { index, person, quality, stories, signals: [{ door, at, defect, body: spoiled(first, defect) }] };
    const signals: PlannedSignal[] = [{ door, at, body: first }];
    if (chance.happens(0.1)) {
      const later = at + chance.between(4000, arrivalMilliseconds / 2 + 4001);
      const other = doors[(index + 1) % doors.length] ?? 'http';
      signals.push({ door: other, at: later, body: laterSignal(person) });
    }
    return { index, person, quality, stories, signals };
  });
}
