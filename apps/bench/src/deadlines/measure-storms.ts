import { percentile, formatNumber } from '../statistics.ts';
import type { PerformanceTarget, Findings, BenchParameters, Table, ReportProgress } from '../measurement.ts';
import type { BenchSystem } from '../bench-system.ts';
import type { DeadlineRunner } from './deadline-runner.ts';
import { drainRate, drainSeconds, latenesses } from './fired-deadlines.ts';
import type { Round } from './fired-deadlines.ts';
import { withDeadlineRunners } from './with-deadline-runners.ts';

const TARGET_SHARE = 0.8;
const warmUp = { perSecond: 20, seconds: 3 };

interface Storm {
  name: string;
  size: number;
  sides: { name: string; round: Round }[];
}

/** Storms: as many promises due at the same time as after a night, and then many more. */
export function measureStorms(
  system: BenchSystem,
  parameters: BenchParameters,
  report: ReportProgress,
): Promise<Findings> {
  return withDeadlineRunners(system, report, async ({ handoffs, all }) => {
    const runStorm = async (name: string, size: number, inOrder: readonly DeadlineRunner[]): Promise<Storm> => {
      const storm: Storm = { name, size, sides: [] };
      for (const runner of size > 0 ? inOrder : []) {
        const round = await runner.storm(size);
        const [count, seconds, rate] = [round.fired.length, drainSeconds(round), drainRate(round)];
        report(
          `  ${name}, ${runner.name}: ${count} of ${size} in ${formatNumber(seconds)} s, ${formatNumber(rate)} per second`,
        );
        storm.sides.push({ name: runner.name, round });
        await handoffs.waitUntilIdle();
      }
      return storm;
    };
    for (const runner of all.slice(0, 2)) await runner.stream(warmUp.perSecond, warmUp.seconds);
    const night = await runStorm('one night', parameters.nightDeadlines, all);
    // In reverse order, so that no side always comes first.
    const beyond = await runStorm('far beyond', parameters.stormDeadlines, all.toReversed());
    const storms = [night, { ...beyond, sides: beyond.sides.toReversed() }];
    // A storm of size 0 is left out.
    return findings(storms.filter(({ size }) => size > 0));
  });
}

function findings(storms: Storm[]): Findings {
  return {
    title: 'Storms: everything due at the same time',
    conditions: [
      'one round; the handoffs come first in the storm of one night, and last in the larger one',
      'from the due time until the last row is written',
      'the measurement fails unless every handoff has exactly one breach in its record',
    ],
    tables: storms.map(tableOf),
    targets: storms.map(targetOf),
    figures: storms.map(({ name, size, sides }) => ({
      name,
      size,
      sides: sides.map(({ name: side, round }) => ({ side, ...round })),
    })),
  };
}

const tableOf = ({ name, size, sides }: Storm): Table => ({
  columns: [
    `${name}: ${size} due at the same time`,
    'drained in, s',
    'per second',
    'half of them within, s',
    'not done at the timeout',
  ],
  rows: sides.map(({ name: side, round }) => {
    const undone = round.scheduled - round.fired.length;
    return [
      side,
      undone > 0 ? '–' : formatNumber(drainSeconds(round)),
      formatNumber(drainRate(round)),
      formatNumber(percentile(latenesses(round), 0.5) / 1000),
      String(undone),
    ];
  }),
});

function targetOf({ name, sides }: Storm): PerformanceTarget {
  const [ours = NaN, timers = NaN] = sides.map(({ round }) => drainRate(round));
  return {
    metric: `${name}: share of the empty timer workflow's rate`,
    target: `at least ${TARGET_SHARE}`,
    measured: formatNumber(ours / timers),
    isMet: ours / timers >= TARGET_SHARE,
  };
}
