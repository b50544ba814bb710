import { formatRounds, median, percentile, formatNumber } from '../statistics.ts';
import { alternate } from '../measurement.ts';
import type { Findings, BenchParameters, ReportProgress } from '../measurement.ts';
import type { BenchSystem } from '../bench-system.ts';
import type { DeadlineRunner } from './deadline-runner.ts';
import { dueRate, latenesses } from './fired-deadlines.ts';
import type { FiredDeadline, Round } from './fired-deadlines.ts';
import { withDeadlineRunners } from './with-deadline-runners.ts';

const TARGET_RATIO = 1.5;
const WARM_UP_SECONDS = 3;

interface Side {
  runner: DeadlineRunner;
  rounds: Round[];
}

/** How late breaches are recorded while many handoffs are open, compared with the empty timer workflow and two tables. */
export function measureLateness(
  system: BenchSystem,
  parameters: BenchParameters,
  report: ReportProgress,
): Promise<Findings> {
  return withDeadlineRunners(system, report, async ({ handoffs, all }) => {
    await handoffs.ensureOpen(parameters.openHandoffs, report);
    report(`  ${parameters.openHandoffs} handoffs are open`);
    const sides = all.map((runner): Side => ({ runner, rounds: [] }));
    const { perSecond, seconds, rounds } = parameters;
    for (const runner of all.slice(0, 2)) await runner.stream(perSecond, Math.min(WARM_UP_SECONDS, seconds));
    await alternate(
      rounds,
      sides.map(({ runner, rounds: kept }) => async (number) => {
        const round = await runner.stream(perSecond, seconds);
        kept.push(round);
        const late = latenesses(round);
        const [p50, p99] = [percentile(late, 0.5), percentile(late, 0.99)].map(formatNumber);
        report(`  round ${number + 1}, ${runner.name}: p50 ${p50} ms, p99 ${p99} ms late`);
        await handoffs.waitUntilIdle();
      }),
    );
    return findings(sides, parameters);
  });
}

function findings(sides: Side[], { openHandoffs: open, perSecond, rounds, seconds }: BenchParameters): Findings {
  const over = (all: Round[], share: number): number[] => all.map((round) => percentile(latenesses(round), share));
  const [ours = NaN, timers = NaN] = sides.map((side) => median(over(side.rounds, 0.99)));
  const undone = (all: Round[]): number => all.reduce((sum, { scheduled, fired }) => sum + scheduled - fired.length, 0);
  return {
    title: 'How late a breach is recorded',
    conditions: [
      `${open} handoffs stay open meanwhile`,
      `${rounds} rounds of ${seconds} s for each side, ${perSecond} deadlines per second`,
      'from the due time until the row is written; median over the rounds (lowest to highest)',
    ],
    tables: [
      {
        columns: ['', 'deadlines per second', 'p50, ms', 'p99, ms', 'not done at the timeout'],
        rows: sides.map(({ runner, rounds: all }) => [
          runner.name,
          formatRounds(all.map(dueRate)),
          formatRounds(over(all, 0.5)),
          formatRounds(over(all, 0.99)),
          String(undone(all)),
        ]),
      },
      {
        columns: ['phase of a breach', 'p50, ms', 'p99, ms'],
        rows: sides
          .slice(0, 2)
          .flatMap(({ runner, rounds: all }) => [
            phaseRow(
              `${runner.name}: due → its workflow task starts`,
              all,
              ({ dueAt, startedAt }) => (startedAt ?? NaN) - dueAt,
            ),
            phaseRow(
              `${runner.name}: its workflow task starts → row`,
              all,
              ({ startedAt, doneAt }) => doneAt - (startedAt ?? NaN),
            ),
          ]),
      },
    ],
    targets: [
      {
        metric: "p99, compared with the empty timer workflow's",
        target: `at most ${TARGET_RATIO} times`,
        measured: `${formatNumber(ours / timers)} times`,
        isMet: ours / timers <= TARGET_RATIO,
      },
    ],
    figures: sides.map(({ runner, rounds: all }) => ({ side: runner.name, rounds: all })),
  };
}

const phaseRow = (name: string, all: Round[], of: (fired: FiredDeadline) => number): string[] => [
  name,
  ...[0.5, 0.99].map((share) => formatRounds(all.map(({ fired }) => percentile(fired.map(of), share)))),
];
