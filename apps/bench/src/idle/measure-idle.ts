import { runningProcesses } from '@baton/testing';
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchSystem } from '../bench-system.ts';
import { alternate } from '../measurement.ts';
import type { BenchParameters, Findings, ReportProgress } from '../measurement.ts';
import { processorTime, usedBetween } from '../processor-time.ts';
import type { ProcessorTime } from '../processor-time.ts';
import { formatNumber, formatRounds, median } from '../statistics.ts';

const ROUNDS = 3;
const SECONDS = 60;
/** Consumers rejoin their groups after a suspension, and a fresh JVM still compiles. */
const SETTLE_SECONDS = 60;
const TARGET_PERCENT = 5;
const services = ['intake', 'scoring', 'handoff', 'reporting', 'handoff worker'];

type Side = 'everything' | 'engines alone';

/** What a resting system takes, compared with the same engines while the services are suspended. */
export async function measureIdle(
  system: BenchSystem,
  _parameters: BenchParameters,
  report: ReportProgress,
): Promise<Findings> {
  const processes = runningProcesses(system.stateFile);
  const rounds: Record<Side, ProcessorTime[]> = { everything: [], 'engines alone': [] };
  const signalServices = (signal: NodeJS.Signals): void => {
    for (const name of services) process.kill(processes.get(name)!, signal);
  };
  const measure = async (side: Side): Promise<void> => {
    await pause(SETTLE_SECONDS * 1000);
    const before = processorTime(processes);
    await pause(SECONDS * 1000);
    const used = usedBetween(before, processorTime(processes));
    rounds[side].push(used);
    report(`  ${side}: ${formatNumber(totalPercent(used))} % of a core`);
  };
  try {
    await alternate(ROUNDS, [
      () => measure('everything'),
      async () => {
        signalServices('SIGSTOP');
        await measure('engines alone');
        signalServices('SIGCONT');
      },
    ]);
  } finally {
    signalServices('SIGCONT');
  }
  return findings(rounds);
}

const percent = (seconds: number): number => (seconds / SECONDS) * 100;
const totalPercent = (used: ProcessorTime): number =>
  percent([...used.values()].reduce((sum, seconds) => sum + seconds, 0));

function findings(rounds: Record<Side, ProcessorTime[]>): Findings {
  const names = [...(rounds.everything[0]?.keys() ?? [])];
  const cell = (side: Side, of: (used: ProcessorTime) => number): string => formatRounds(rounds[side].map(of));
  const row = (name: string, of: (used: ProcessorTime) => number): string[] => [
    name,
    cell('everything', of),
    cell('engines alone', of),
  ];
  const total = median(rounds.everything.map(totalPercent));
  return {
    title: 'Processor time of a resting system',
    conditions: [
      `${ROUNDS} rounds of ${SECONDS} s for each side, after ${SETTLE_SECONDS} s to settle; nothing is sent; percent of one core, median over the rounds (lowest to highest)`,
    ],
    tables: [
      {
        columns: ['percent of a core', 'everything', 'engines alone, services suspended'],
        rows: [
          ...names.map((name) => row(name, (used) => percent(used.get(name) ?? 0))),
          row('all processes', totalPercent),
        ],
      },
    ],
    targets: [
      {
        metric: 'all processes of a resting system',
        target: `below ${TARGET_PERCENT} % of a core`,
        measured: `${formatNumber(total)} %`,
        isMet: total < TARGET_PERCENT,
      },
    ],
    figures: Object.fromEntries(
      Object.entries(rounds).map(([side, all]) => [side, all.map((used) => Object.fromEntries(used))]),
    ),
  };
}
