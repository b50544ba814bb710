import { ApiClient, publishAgreement, runningProcesses } from '@baton/testing';
import type { Client } from '@temporalio/client';
import { setTimeout as pause } from 'node:timers/promises';
import { median, formatRounds, percentile, formatNumber } from '../statistics.ts';
import { alternate } from '../measurement.ts';
import type { Findings, BenchParameters, ReportProgress } from '../measurement.ts';
import { processorTime, usedBetween } from '../processor-time.ts';
import type { BenchSystem } from '../bench-system.ts';
import { HandoffLifecycle } from './handoff-lifecycle.ts';
import { runCommands } from './lifecycle.ts';
import type { Lifecycle } from './lifecycle.ts';
import { OwnerLookup } from './owner-lookup.ts';
import { withFreeSlots, withQueue } from './slot-agreements.ts';
import { withLifecycles } from './with-lifecycles.ts';

const TARGET_SHARE = 0.7;
const WARM_UP_SECONDS = 3;

interface Round {
  perSecond: number;
  /** Milliseconds of an Update. */
  p50: number;
  p99: number;
  failed: number;
  /** Milliseconds of processor time per lifecycle, by process. */
  processorMilliseconds: Record<string, number>;
}

/** Keeps a fixed number of lifecycles in progress, and counts those that end in time. */
async function runLifecyclesFor(
  client: Client,
  lifecycle: Lifecycle,
  processes: ReadonlyMap<string, number>,
  concurrency: number,
  seconds: number,
): Promise<Round> {
  const owners = new OwnerLookup(lifecycle);
  const before = processorTime(processes);
  let started = 0;
  const end = performance.now() + seconds * 1000;
  const updates: number[] = [];
  let completed = 0;
  let failed = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      started += 1;
      try {
        const workflowId = await lifecycle.start(client);
        const times = await runCommands(client, lifecycle, workflowId, await owners.ownerOf(workflowId));
        if (performance.now() > end) return;
        completed += 1;
        updates.push(...times);
      } catch (error) {
        failed += 1;
        if (failed === 1) {
          console.error(`  first failure: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const used = usedBetween(before, processorTime(processes));
  return {
    perSecond: completed / seconds,
    p50: percentile(updates, 0.5),
    p99: percentile(updates, 0.99),
    failed,
    processorMilliseconds: Object.fromEntries([...used].map(([name, time]) => [name, (time * 1000) / started])),
  };
}

/** Whole lifecycles per second, compared with a workflow that only writes a row for each Update. */
export function measureLifecycles(
  system: BenchSystem,
  parameters: BenchParameters,
  report: ReportProgress,
): Promise<Findings> {
  return withLifecycles(system, async ({ client, pool, plain, peerWorkerPid: worker }) => {
    const processes = runningProcesses(system.stateFile).set('plain worker', worker).set('client', process.pid);
    const apiClient = new ApiClient(system.services);
    const direct = new HandoffLifecycle(pool, 'handoff', await publishAgreement(apiClient, withFreeSlots()));
    const queued = new HandoffLifecycle(pool, 'queued handoff', await publishAgreement(apiClient, withQueue()));
    const lifecycles: Lifecycle[] = [direct, queued, plain];
    const sides = lifecycles.map((lifecycle) => ({ lifecycle, rounds: [] as Round[] }));
    const runFor = (lifecycle: Lifecycle, seconds: number): Promise<Round> =>
      runLifecyclesFor(client, lifecycle, processes, parameters.concurrency, seconds);
    for (const { lifecycle } of sides) await runFor(lifecycle, Math.min(WARM_UP_SECONDS, parameters.seconds));
    await alternate(
      parameters.rounds,
      sides.map(({ lifecycle, rounds }) => async (round) => {
        const result = await runFor(lifecycle, parameters.seconds);
        rounds.push(result);
        report(
          `  round ${round + 1}, ${lifecycle.name}: ${formatNumber(result.perSecond)} whole lifecycles per second`,
        );
        // Leftover work of one side must not slow down the other.
        await pause(1000);
      }),
    );
    return findings(sides, parameters);
  });
}

function findings(sides: { lifecycle: Lifecycle; rounds: Round[] }[], parameters: BenchParameters): Findings {
  const rates = sides.map(({ rounds }) => median(rounds.map(({ perSecond }) => perSecond)));
  if (rates.includes(0)) {
    throw new Error('One side completed no lifecycle in most rounds. The machine is too busy to measure.');
  }
  const shareOf = (index: number): number => (rates[index] ?? NaN) / (rates.at(-1) ?? NaN);
  return {
    title: 'Whole lifecycles per second',
    conditions: [
      `${parameters.rounds} rounds of ${parameters.seconds} s for each side, ${parameters.concurrency} lifecycles in progress`,
      'median over the rounds (lowest to highest)',
    ],
    tables: [
      {
        columns: ['', 'lifecycles per second', 'Update p50, ms', 'Update p99, ms', 'failed'],
        rows: sides.map(({ lifecycle, rounds }) => [
          lifecycle.name,
          formatRounds(rounds.map(({ perSecond }) => perSecond)),
          formatRounds(rounds.map(({ p50 }) => p50)),
          formatRounds(rounds.map(({ p99 }) => p99)),
          String(rounds.reduce((sum, { failed }) => sum + failed, 0)),
        ]),
      },
      {
        columns: ['processor time per lifecycle, ms', ...sides.map(({ lifecycle }) => lifecycle.name)],
        rows: Object.keys(sides[0]?.rounds[0]?.processorMilliseconds ?? {}).map((name) => [
          name,
          ...sides.map(({ rounds }) =>
            formatNumber(median(rounds.map(({ processorMilliseconds }) => processorMilliseconds[name] ?? NaN))),
          ),
        ]),
      },
    ],
    targets: sides.slice(0, -1).map(({ lifecycle }, index) => ({
      metric: `${lifecycle.name}s: share of the plain workflow's lifecycles`,
      target: `at least ${TARGET_SHARE}`,
      measured: formatNumber(shareOf(index)),
      isMet: shareOf(index) >= TARGET_SHARE,
    })),
    figures: sides.map(({ lifecycle, rounds }) => ({ side: lifecycle.name, rounds })),
  };
}
