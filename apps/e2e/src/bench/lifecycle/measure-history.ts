import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { median, shown } from '../figures.ts';
import type { Findings } from '../measurement.ts';
import type { BenchSystem } from '../system.ts';
import { command } from './life.ts';
import type { Life } from './life.ts';
import { OwnerDesk } from './owner-desk.ts';
import { withLives } from './with-lives.ts';

const TIMES = 7;
const MOST_EVENTS = 40;

interface History {
  events: number;
  bytes: number;
  kinds: Map<string, number>;
}

const { EventType } = proto.temporal.api.enums.v1;

const readable = (type: number | null | undefined): string =>
  (EventType[type ?? 0] ?? 'unknown').replace('EVENT_TYPE_', '').toLowerCase().replaceAll('_', ' ');

/** The history of one whole life, as the server tells it after the end. */
async function historyOf(client: Client, life: Life, desk: OwnerDesk): Promise<History> {
  const workflowId = await life.start(client);
  await command(client, life, workflowId, await desk.ownerOf(workflowId));
  const handle = client.workflow.getHandle(workflowId);
  await handle.result();
  const { historyLength, raw } = await handle.describe();
  const kinds = new Map<string, number>();
  const { events } = await handle.fetchHistory();
  for (const { eventType } of events ?? []) {
    const kind = readable(eventType);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return { events: historyLength, bytes: Number(raw.workflowExecutionInfo?.historySizeBytes), kinds };
}

/** (c) What a happy handoff leaves in Temporal: accepted, reached by one touch, qualified. */
export function measureHistory(system: BenchSystem): Promise<Findings> {
  return withLives(system, async ({ client, handoff, plain }) => {
    const of = async (life: Life): Promise<History[]> => {
      const desk = new OwnerDesk(life);
      const histories: History[] = [];
      for (let time = 0; time < TIMES; time += 1) histories.push(await historyOf(client, life, desk));
      return histories;
    };
    return findings(await of(handoff), await of(plain));
  });
}

function findings(handoff: History[], plain: History[]): Findings {
  const middle = (histories: History[], of: (history: History) => number): number => median(histories.map(of));
  const most = Math.max(...handoff.map(({ events }) => events));
  const kinds = [...new Set([...handoff, ...plain].flatMap((history) => [...history.kinds.keys()]))];
  const row = (name: string, of: (history: History) => number): string[] => [
    name,
    shown(middle(handoff, of)),
    shown(middle(plain, of)),
  ];
  return {
    title: 'History of a happy handoff',
    conditions: [`median of ${TIMES} handoffs and ${TIMES} plain workflows, one after the other`],
    tables: [
      {
        columns: ['', 'handoff', 'plain workflow'],
        rows: [
          row('history events', ({ events }) => events),
          row('bytes of history', ({ bytes }) => bytes),
          ...kinds.map((kind) => row(`– ${kind}`, (history) => history.kinds.get(kind) ?? 0)),
        ],
      },
    ],
    aims: [
      {
        what: 'history events of a happy handoff, at worst',
        aim: `at most ${MOST_EVENTS}`,
        got: String(most),
        isMet: most <= MOST_EVENTS,
      },
    ],
    figures: [handoff, plain].map((histories) =>
      histories.map(({ events, bytes, kinds: own }) => ({ events, bytes, kinds: Object.fromEntries(own) })),
    ),
  };
}
