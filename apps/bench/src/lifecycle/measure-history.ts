import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { median, formatNumber } from '../statistics.ts';
import type { Findings } from '../measurement.ts';
import type { BenchSystem } from '../bench-system.ts';
import { runCommands } from './lifecycle.ts';
import type { Lifecycle } from './lifecycle.ts';
import { OwnerLookup } from './owner-lookup.ts';
import { withLifecycles } from './with-lifecycles.ts';

const REPETITIONS = 7;
const MAX_EVENTS = 40;

interface History {
  events: number;
  bytes: number;
  kinds: Map<string, number>;
}

const { EventType } = proto.temporal.api.enums.v1;

const eventTypeName = (type: number | null | undefined): string =>
  (EventType[type ?? 0] ?? 'unknown').replace('EVENT_TYPE_', '').toLowerCase().replaceAll('_', ' ');

/** The history of one workflow after its end. */
async function historyOf(client: Client, lifecycle: Lifecycle, owners: OwnerLookup): Promise<History> {
  const workflowId = await lifecycle.start(client);
  await runCommands(client, lifecycle, workflowId, await owners.ownerOf(workflowId));
  const handle = client.workflow.getHandle(workflowId);
  await handle.result();
  const { historyLength, raw } = await handle.describe();
  const kinds = new Map<string, number>();
  const { events } = await handle.fetchHistory();
  for (const { eventType } of events ?? []) {
    const kind = eventTypeName(eventType);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return { events: historyLength, bytes: Number(raw.workflowExecutionInfo?.historySizeBytes), kinds };
}

/** The history of a happy handoff: accepted, reached by one touch, qualified. */
export function measureHistory(system: BenchSystem): Promise<Findings> {
  return withLifecycles(system, async ({ client, handoff, plain }) => {
    const of = async (lifecycle: Lifecycle): Promise<History[]> => {
      const owners = new OwnerLookup(lifecycle);
      const histories: History[] = [];
      for (let time = 0; time < REPETITIONS; time += 1) histories.push(await historyOf(client, lifecycle, owners));
      return histories;
    };
    return findings(await of(handoff), await of(plain));
  });
}

function findings(handoff: History[], plain: History[]): Findings {
  const medianOf = (histories: History[], of: (history: History) => number): number => median(histories.map(of));
  const maximum = Math.max(...handoff.map(({ events }) => events));
  const kinds = [...new Set([...handoff, ...plain].flatMap((history) => [...history.kinds.keys()]))];
  const row = (name: string, of: (history: History) => number): string[] => [
    name,
    formatNumber(medianOf(handoff, of)),
    formatNumber(medianOf(plain, of)),
  ];
  return {
    title: 'History of a happy handoff',
    conditions: [`median of ${REPETITIONS} handoffs and ${REPETITIONS} plain workflows, one after the other`],
    tables: [
      {
        columns: ['', 'handoff', 'plain workflow'],
        rows: [
          row('history events', ({ events }) => events),
          row('bytes of history', ({ bytes }) => bytes),
          ...kinds.map((kind) => row(`– \`${kind}\``, (history) => history.kinds.get(kind) ?? 0)),
        ],
      },
    ],
    targets: [
      {
        metric: 'history events of a happy handoff, maximum',
        target: `at most ${MAX_EVENTS}`,
        measured: String(maximum),
        isMet: maximum <= MAX_EVENTS,
      },
    ],
    figures: [handoff, plain].map((histories) =>
      histories.map(({ events, bytes, kinds: own }) => ({ events, bytes, kinds: Object.fromEntries(own) })),
    ),
  };
}
