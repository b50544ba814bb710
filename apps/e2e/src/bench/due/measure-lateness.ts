import { overRounds, median, percentile, shown } from '../figures.ts';
import { inTurns } from '../measurement.ts';
import type { Findings, Sizes, Tell } from '../measurement.ts';
import type { BenchSystem } from '../system.ts';
import type { Clockwork } from './clockwork.ts';
import { dueRate, latenesses } from './fallen.ts';
import type { Fallen, Round } from './fallen.ts';
import { withClockworks } from './with-clockworks.ts';

const AIMED_TIMES = 1.5;
const WARM_UP_SECONDS = 3;

interface Side {
  clockwork: Clockwork;
  rounds: Round[];
}

/** (e) How late breaches are recorded while many handoffs are open, beside the empty timer workflow and two tables. */
export function measureLateness(system: BenchSystem, sizes: Sizes, tell: Tell): Promise<Findings> {
  return withClockworks(system, tell, async ({ handoffs, all }) => {
    await handoffs.openWaiting(sizes.open, tell);
    tell(`  ${sizes.open} handoffs are open`);
    const sides = all.map((clockwork): Side => ({ clockwork, rounds: [] }));
    const { perSecond, seconds, rounds } = sizes;
    for (const clockwork of all.slice(0, 2)) await clockwork.stream(perSecond, Math.min(WARM_UP_SECONDS, seconds));
    await inTurns(
      rounds,
      sides.map(({ clockwork, rounds: kept }) => async (number) => {
        const round = await clockwork.stream(perSecond, seconds);
        kept.push(round);
        const late = latenesses(round);
        const [p50, p99] = [percentile(late, 0.5), percentile(late, 0.99)].map(shown);
        tell(`  round ${number + 1}, ${clockwork.name}: p50 ${p50} ms, p99 ${p99} ms late`);
        await handoffs.settled();
      }),
    );
    return findings(sides, sizes);
  });
}

function findings(sides: Side[], { open, perSecond, rounds, seconds }: Sizes): Findings {
  const over = (all: Round[], share: number): number[] => all.map((round) => percentile(latenesses(round), share));
  const [ours = NaN, timers = NaN] = sides.map((side) => median(over(side.rounds, 0.99)));
  const undone = (all: Round[]): number => all.reduce((sum, { set, fallen }) => sum + set - fallen.length, 0);
  return {
    title: 'How late a breach is recorded',
    conditions: [
      `${open} handoffs are open meanwhile`,
      `${rounds} rounds of ${seconds} s for each side, ${perSecond} deadlines a second`,
      'from the due moment until the row is written; median over the rounds (lowest to highest)',
    ],
    tables: [
      {
        columns: ['', 'deadlines a second', 'p50, ms', 'p99, ms', 'not done when given up'],
        rows: sides.map(({ clockwork, rounds: all }) => [
          clockwork.name,
          overRounds(all.map(dueRate)),
          overRounds(over(all, 0.5)),
          overRounds(over(all, 0.99)),
          String(undone(all)),
        ]),
      },
      {
        columns: ['way of a breach', 'p50, ms', 'p99, ms'],
        rows: sides
          .slice(0, 2)
          .flatMap(({ clockwork, rounds: all }) => [
            stretch(
              `${clockwork.name}: due → its workflow task begins`,
              all,
              ({ dueAt, begunAt }) => (begunAt ?? NaN) - dueAt,
            ),
            stretch(
              `${clockwork.name}: its workflow task begins → row`,
              all,
              ({ begunAt, doneAt }) => doneAt - (begunAt ?? NaN),
            ),
          ]),
      },
    ],
    aims: [
      {
        what: "p99, beside the empty timer workflow's",
        aim: `at most ${AIMED_TIMES} times`,
        got: `${shown(ours / timers)} times`,
        isMet: ours / timers <= AIMED_TIMES,
      },
    ],
    figures: sides.map(({ clockwork, rounds: all }) => ({ side: clockwork.name, rounds: all })),
  };
}

const stretch = (name: string, all: Round[], of: (fallen: Fallen) => number): string[] => [
  name,
  ...[0.5, 0.99].map((share) => overRounds(all.map(({ fallen }) => percentile(fallen.map(of), share)))),
];
