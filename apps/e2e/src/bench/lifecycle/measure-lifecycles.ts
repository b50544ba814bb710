import type { Client } from '@temporalio/client';
import { setTimeout as pause } from 'node:timers/promises';
import { median, overRounds, percentile, shown } from '../figures.ts';
import { inTurns } from '../measurement.ts';
import type { Findings, Sizes, Tell } from '../measurement.ts';
import { processorTime, runningProcesses, usedBetween } from '../processor-time.ts';
import type { BenchSystem } from '../system.ts';
import { command } from './life.ts';
import type { Life } from './life.ts';
import { OwnerDesk } from './owner-desk.ts';
import { withLives } from './with-lives.ts';

const AIMED_SHARE = 0.7;
const WARM_UP_SECONDS = 3;

interface Round {
  perSecond: number;
  /** Of one Update, in milliseconds. */
  p50: number;
  p99: number;
  failed: number;
  /** Milliseconds of processor time for one life, by process. */
  processor: Record<string, number>;
}

/** Keeps as many lives in flight as there are lanes; counts those that end within the time. */
async function liveFor(
  client: Client,
  life: Life,
  processes: ReadonlyMap<string, number>,
  lanes: number,
  seconds: number,
): Promise<Round> {
  const desk = new OwnerDesk(life);
  const before = processorTime(processes);
  let begun = 0;
  const end = performance.now() + seconds * 1000;
  const updates: number[] = [];
  let whole = 0;
  let failed = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() < end) {
      begun += 1;
      try {
        const workflowId = await life.start(client);
        const times = await command(client, life, workflowId, await desk.ownerOf(workflowId));
        if (performance.now() > end) return;
        whole += 1;
        updates.push(...times);
      } catch (error) {
        failed += 1;
        if (failed === 1) {
          console.error(`  the first that failed: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const used = usedBetween(before, processorTime(processes));
  return {
    perSecond: whole / seconds,
    p50: percentile(updates, 0.5),
    p99: percentile(updates, 0.99),
    failed,
    processor: Object.fromEntries([...used].map(([name, time]) => [name, (time * 1000) / begun])),
  };
}

/** (d) Whole lifecycles a second, beside the same Updates on a workflow that only writes a row for each. */
export function measureLifecycles(system: BenchSystem, sizes: Sizes, tell: Tell): Promise<Findings> {
  return withLives(system, async ({ client, handoff, plain, worker }) => {
    const processes = runningProcesses(system.runningState).set('plain worker', worker).set('client', process.pid);
    const sides = [handoff, plain].map((life) => ({ life, rounds: [] as Round[] }));
    const live = (life: Life, seconds: number): Promise<Round> =>
      liveFor(client, life, processes, sizes.lanes, seconds);
    for (const { life } of sides) await live(life, Math.min(WARM_UP_SECONDS, sizes.seconds));
    await inTurns(
      sizes.rounds,
      sides.map(({ life, rounds }) => async (round) => {
        const result = await live(life, sizes.seconds);
        rounds.push(result);
        tell(`  round ${round + 1}, ${life.name}: ${shown(result.perSecond)} whole lifecycles a second`);
        // What the one has left to do must not slow down the other.
        await pause(1000);
      }),
    );
    return findings(sides, sizes);
  });
}

function findings(sides: { life: Life; rounds: Round[] }[], sizes: Sizes): Findings {
  const [ours = 0, peers = 0] = sides.map(({ rounds }) => median(rounds.map(({ perSecond }) => perSecond)));
  if (ours === 0 || peers === 0) {
    throw new Error('One side ended no lifecycle in most rounds: the machine is too busy to measure anything on it');
  }
  return {
    title: 'Whole lifecycles a second',
    conditions: [
      `${sizes.rounds} rounds of ${sizes.seconds} s for each side, ${sizes.lanes} lifecycles in flight`,
      'median over the rounds (lowest to highest)',
    ],
    tables: [
      {
        columns: ['', 'lifecycles a second', 'Update p50, ms', 'Update p99, ms', 'failed'],
        rows: sides.map(({ life, rounds }) => [
          life.name,
          overRounds(rounds.map(({ perSecond }) => perSecond)),
          overRounds(rounds.map(({ p50 }) => p50)),
          overRounds(rounds.map(({ p99 }) => p99)),
          String(rounds.reduce((sum, { failed }) => sum + failed, 0)),
        ]),
      },
      {
        columns: ['processor time of one lifecycle, ms', ...sides.map(({ life }) => life.name)],
        rows: Object.keys(sides[0]?.rounds[0]?.processor ?? {}).map((name) => [
          name,
          ...sides.map(({ rounds }) => shown(median(rounds.map(({ processor }) => processor[name] ?? NaN)))),
        ]),
      },
    ],
    aims: [
      {
        what: "handoffs: share of the plain workflow's lifecycles",
        aim: `at least ${AIMED_SHARE}`,
        got: shown(ours / peers),
        isMet: ours / peers >= AIMED_SHARE,
      },
    ],
    figures: sides.map(({ life, rounds }) => ({ side: life.name, rounds })),
  };
}
