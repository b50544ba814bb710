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
/** Enough that everything has run once: code is compiled, connections are open. */
const WARM_UP_HANDOFFS = 100;
/** How many workflows the SDK keeps in memory when nothing else is said, by the limit of the heap in the process. */
const cacheLimit = `Math.max(10, Math.floor(Math.max(
  process.getBuiltinModule('node:v8').getHeapStatistics().heap_size_limit / ${MEBIBYTE} - 200, 0) * 600 / 1024))`;

interface MemorySample extends MemoryUse {
  open: number;
}

/** (h) What the worker's memory does while more and more handoffs are open. */
export function measureMemory(
  system: BenchSystem,
  parameters: BenchParameters,
  report: ReportProgress,
): Promise<Findings> {
  return withLifecycles(system, async (lifecycles) => {
    const handoffs = new BenchHandoffs(system, lifecycles);
    const worker = runningProcesses(system.stateFile).get('handoff worker');
    if (worker === undefined) throw new Error('The handoff worker does not run');
    const inspector = await Inspector.attach(worker, join(system.logDirectory, 'handoff-worker.log'));
    try {
      const limit = await inspector.evaluate(cacheLimit);
      const looks: MemorySample[] = [];
      for (const open of [
        WARM_UP_HANDOFFS,
        ...shares.map((share) => Math.round(share * parameters.openHandoffs)).filter((each) => each > WARM_UP_HANDOFFS),
      ]) {
        await handoffs.ensureOpen(open, report);
        await pause(1000);
        const look = { open, ...(await inspector.memory()) };
        report(
          `  ${open} open: ${formatNumber(look.heap / MEBIBYTE)} MiB of heap, ${formatNumber(look.resident / MEBIBYTE)} MiB in all`,
        );
        looks.push(look);
      }
      return findings(looks, limit);
    } finally {
      inspector.close();
    }
  });
}

function findings(looks: MemorySample[], limit: number): Findings {
  const [base = { open: 0, heap: 0, resident: 0 }, ...more] = looks;
  const cached = ({ open }: MemorySample): number => Math.min(open, limit);
  const perCached = (look: MemorySample): number => (look.heap - base.heap) / (cached(look) - cached(base));
  const kibibytes = (bytes: number): string => formatNumber(bytes / 1024);
  const [first, last] = [more[0] ?? base, more.at(-1) ?? base];
  const growth = perCached(last) / perCached(first);
  return {
    title: 'Memory of the worker',
    conditions: [
      'after a collection of garbage in each of its threads',
      `the SDK keeps at most ${limit} workflows in memory, by the size of the heap; the others are brought back from their history when something happens`,
      `per handoff: beyond what the worker takes with ${base.open} open`,
    ],
    tables: [
      {
        columns: [
          'open handoffs',
          'of them in memory',
          'heap, MiB',
          'in all (RSS), MiB',
          'heap per open handoff, KiB',
          'heap per handoff in memory, KiB',
        ],
        rows: looks.map((look) => [
          String(look.open),
          String(cached(look)),
          ...[look.heap, look.resident].map((bytes) => formatNumber(bytes / MEBIBYTE)),
          ...(look === base
            ? ['', '']
            : [(look.heap - base.heap) / (look.open - base.open), perCached(look)].map(kibibytes)),
        ]),
      },
    ],
    targets: [
      {
        metric: `heap per handoff in memory, with ${last.open} open beside ${first.open}`,
        target: `at most ${TARGET_GROWTH} times`,
        measured: `${formatNumber(growth)} times`,
        isMet: growth <= TARGET_GROWTH,
      },
    ],
    figures: { looks, limit },
  };
}
