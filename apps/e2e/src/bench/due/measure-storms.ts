import { percentile, shown } from '../figures.ts';
import type { Aim, Findings, Sizes, Table, Tell } from '../measurement.ts';
import type { BenchSystem } from '../system.ts';
import type { Clockwork } from './clockwork.ts';
import { drainRate, drainSeconds, latenesses } from './fallen.ts';
import type { Round } from './fallen.ts';
import { withClockworks } from './with-clockworks.ts';

const AIMED_SHARE = 0.8;
const warmUp = { perSecond: 20, seconds: 3 };

interface Storm {
  name: string;
  size: number;
  sides: { name: string; round: Round }[];
}

/** (f) Everything due at one moment: once as it happens after a night, once far beyond. */
export function measureStorms(system: BenchSystem, sizes: Sizes, tell: Tell): Promise<Findings> {
  return withClockworks(system, tell, async ({ handoffs, all }) => {
    const brew = async (name: string, size: number, inOrder: readonly Clockwork[]): Promise<Storm> => {
      const storm: Storm = { name, size, sides: [] };
      for (const clockwork of size > 0 ? inOrder : []) {
        const round = await clockwork.storm(size);
        const [count, seconds, rate] = [round.fallen.length, drainSeconds(round), drainRate(round)];
        tell(`  ${name}, ${clockwork.name}: ${count} of ${size} in ${shown(seconds)} s, ${shown(rate)} a second`);
        storm.sides.push({ name: clockwork.name, round });
        await handoffs.settled();
      }
      return storm;
    };
    for (const clockwork of all.slice(0, 2)) await clockwork.stream(warmUp.perSecond, warmUp.seconds);
    const night = await brew('one night', sizes.night, all);
    // The other way round, so that neither always comes first.
    const beyond = await brew('far beyond', sizes.storm, all.toReversed());
    const storms = [night, { ...beyond, sides: beyond.sides.toReversed() }];
    // One of them alone, when the other was given the size 0.
    return findings(storms.filter(({ size }) => size > 0));
  });
}

function findings(storms: Storm[]): Findings {
  return {
    title: 'Storms: everything due at one moment',
    conditions: [
      'one round; the handoffs go first in the night, and last far beyond it',
      'from the due moment until the last row is written',
      'every handoff has exactly one breach in its record, or this would have failed',
    ],
    tables: storms.map(tableOf),
    aims: storms.map(aimOf),
    figures: storms.map(({ name, size, sides }) => ({
      ...{ name, size },
      sides: sides.map(({ name: side, round }) => ({ side, ...round })),
    })),
  };
}

const tableOf = ({ name, size, sides }: Storm): Table => ({
  columns: [
    `${name}: ${size} due at once`,
    'drained in, s',
    'a second',
    'half of them within, s',
    'not done when given up',
  ],
  rows: sides.map(({ name: side, round }) => {
    const undone = round.set - round.fallen.length;
    return [
      side,
      undone > 0 ? '–' : shown(drainSeconds(round)),
      shown(drainRate(round)),
      shown(percentile(latenesses(round), 0.5) / 1000),
      String(undone),
    ];
  }),
});

function aimOf({ name, sides }: Storm): Aim {
  const [ours = NaN, timers = NaN] = sides.map(({ round }) => drainRate(round));
  return {
    what: `${name}: share of the empty timer workflow's rate`,
    aim: `at least ${AIMED_SHARE}`,
    got: shown(ours / timers),
    isMet: ours / timers >= AIMED_SHARE,
  };
}
