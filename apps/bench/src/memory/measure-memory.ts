import { runningProcesses } from '@baton/testing';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BenchHandoffs } from '../deadlines/bench-handoffs.ts';
import { formatNumber } from '../statistics.ts';
import { withLifecycles } from '../lifecycle/with-lifecycles.ts';
import type { Findings, BenchParameters, ReportProgress } from '../measurement.ts';
import type { BenchSystem } from '../bench-system.ts';
import { Inspector } from './inspector.ts';
import type { MemoryUse } from './inspector.ts';

const shares = [0.1, 0.2, 0.5, 1];
const TARGET_GROWTH = 1.2;
const MEBIBYTE = 2 ** 20;
/** Enough to compile all code and open all connections. */
const WARM_UP_HANDOFFS = 100;
/** The default size of the workflow cache of the SDK, which depends on the heap limit of the process. */
const cacheLimit = `Math.max(10, Math.floor(Math.max(
  process.getBuiltinModule('node:v8').getHeapStatistics().heap_size_limit / ${MEBIBYTE} - 200, 0) * 600 / 1024))`;

interface MemorySample extends MemoryUse {
  open: number;
}

/** The memory of the worker while the number of open handoffs grows. */
export function measureMemory(
  system: BenchSystem,
  parameters: BenchParameters,
  report: ReportProgress,
): Promise<Findings> {
  return withLifecycles(system, async (lifecycles) => {
    const handoffs = new BenchHandoffs(system, lifecycles);
    const worker = runningProcesses(system.stateFile).get('handoff worker');
    if (worker === undefined) throw new Error('The handoff worker is not running');
    const inspector = await Inspector.attach(worker, join(system.logDirectory, 'handoff-worker.log'));
    try {
      const limit = await inspector.evaluate(cacheLimit);
      const samples: MemorySample[] = [];
      for (const open of [
        WARM_UP_HANDOFFS,
        ...shares.map((share) => Math.round(share * parameters.openHandoffs)).filter((each) => each > WARM_UP_HANDOFFS),
      ]) {
        await handoffs.ensureOpen(open, report);
        await pause(1000);
        const sample = { open, ...(await inspector.memory()) };
        report(
          `  ${open} open: ${formatNumber(sample.heap / MEBIBYTE)} MiB of heap, ${formatNumber(sample.resident / MEBIBYTE)} MiB in total`,
        );
        samples.push(sample);
      }
      return findings(samples, limit);
    } finally {
      inspector.close();
    }
  });
}

function findings(samples: MemorySample[], limit: number): Findings {
  const [base = { open: 0, heap: 0, resident: 0 }, ...more] = samples;
  const cached = ({ open }: MemorySample): number => Math.min(open, limit);
  const perCached = (sample: MemorySample): number => (sample.heap - base.heap) / (cached(sample) - cached(base));
  const kibibytes = (bytes: number): string => formatNumber(bytes / 1024);
  const [first, last] = [more[0] ?? base, more.at(-1) ?? base];
  const growth = perCached(last) / perCached(first);
  return {
    title: 'Memory of the worker',
    conditions: [
      'after a garbage collection in each thread',
      `the SDK caches at most ${limit} workflows, depending on the heap limit; others are replayed from their history when needed`,
      `per handoff: in addition to the memory with ${base.open} open handoffs`,
    ],
    tables: [
      {
        columns: [
          'open handoffs',
          'of them cached',
          'heap, MiB',
          'total (RSS), MiB',
          'heap per open handoff, KiB',
          'heap per cached handoff, KiB',
        ],
        rows: samples.map((sample) => [
          String(sample.open),
          String(cached(sample)),
          ...[sample.heap, sample.resident].map((bytes) => formatNumber(bytes / MEBIBYTE)),
          ...(sample === base
            ? ['', '']
            : [(sample.heap - base.heap) / (sample.open - base.open), perCached(sample)].map(kibibytes)),
        ]),
      },
    ],
    targets: [
      {
        metric: `heap per cached handoff, with ${last.open} open compared with ${first.open}`,
        target: `at most ${TARGET_GROWTH} times`,
        measured: `${formatNumber(growth)} times`,
        isMet: growth <= TARGET_GROWTH,
      },
    ],
    figures: { samples, limit },
  };
}
