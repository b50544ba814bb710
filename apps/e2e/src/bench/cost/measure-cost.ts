import type { Client, WorkflowHandle } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { median, shown } from '../figures.ts';
import { aBeginning, commandRequest } from '../lifecycle/handoff-life.ts';
import { COMMAND_UPDATE } from '../lifecycle/life.ts';
import { OwnerDesk } from '../lifecycle/owner-desk.ts';
import { PLAIN_QUEUE } from '../lifecycle/plain-life.ts';
import { withLives } from '../lifecycle/with-lives.ts';
import type { Lives } from '../lifecycle/with-lives.ts';
import type { Aim, Findings, Sizes, Tell } from '../measurement.ts';
import type { BenchSystem } from '../system.ts';
import { actionsOf } from './actions.ts';
import { stories } from './stories.ts';
import type { Story } from './stories.ts';

const TIMES = 3;
const AIMED_SHARE = 0.7;
/** People do not command at the moment in which the step before is written. */
const THINKING_MILLISECONDS = 250;

interface Cost {
  events: number;
  actions: number;
  bytes: number;
}

interface StoryCost {
  name: string;
  handoff: Cost[];
  stepwise: Cost[];
}

/** Who owns each handoff; the step-by-step workflow, owned by nobody, is told as anna. */
interface Side {
  desk: OwnerDesk;
  start(story: Story): Promise<string>;
}

function sidesOf({ client, handoff, plain }: Lives): Record<'handoff' | 'stepwise', Side> {
  return {
    handoff: { desk: new OwnerDesk(handoff), start: () => handoff.start(client) },
    stepwise: {
      desk: new OwnerDesk(plain),
      async start({ commands }) {
        const workflowId = `stepwise-${randomUUID()}`;
        const args = [aBeginning(), commands.length + 1];
        await client.workflow.start('stepwise', { taskQueue: PLAIN_QUEUE, workflowId, args });
        return workflowId;
      },
    },
  };
}

async function live(client: Client, { desk, start }: Side, story: Story): Promise<Cost> {
  const workflowId = await start(story);
  const ownerId = await desk.ownerOf(workflowId);
  const handle = client.workflow.getHandle(workflowId);
  for (const { command, by } of story.commands) {
    await pause(THINKING_MILLISECONDS);
    const request = commandRequest(command, by(ownerId));
    await handle.executeUpdate(COMMAND_UPDATE, { updateId: request.key, args: [request] });
  }
  await handle.result();
  return costOf(handle);
}

async function costOf(handle: WorkflowHandle): Promise<Cost> {
  const { raw } = await handle.describe();
  const events = (await handle.fetchHistory()).events ?? [];
  const bytes = Number(raw.workflowExecutionInfo?.historySizeBytes);
  return { events: events.length, actions: actionsOf(events), bytes };
}

/** (g) What whole handoffs leave in Temporal, and what Temporal Cloud would bill, beside a workflow written plainly. */
export function measureCost(system: BenchSystem, _sizes: Sizes, tell: Tell): Promise<Findings> {
  return withLives(system, async (lives) => {
    const sides = sidesOf(lives);
    const costs: StoryCost[] = [];
    for (const story of stories) {
      const cost: StoryCost = { name: story.name, handoff: [], stepwise: [] };
      for (let time = 0; time < TIMES; time += 1) {
        cost.handoff.push(await live(lives.client, sides.handoff, story));
        cost.stepwise.push(await live(lives.client, sides.stepwise, story));
      }
      tell(`  ${story.name}: ${story.commands.length} commands, told ${TIMES} times to each side`);
      costs.push(cost);
    }
    return findings(costs);
  });
}

function findings(costs: StoryCost[]): Findings {
  const middle = (all: Cost[], what: keyof Cost): number => median(all.map((cost) => cost[what]));
  const row = (name: string, { handoff, stepwise }: StoryCost, what: keyof Cost): string[] => {
    const [ours, peers] = [middle(handoff, what), middle(stepwise, what)];
    return [name, shown(ours), shown(peers), shown(ours / peers)];
  };
  return {
    title: 'History events and Actions of a handoff',
    conditions: [`median of ${TIMES} handoffs and ${TIMES} workflows of each story, in turns`],
    tables: [
      {
        columns: ['', 'handoff', 'an Update, a timer and an activity a step', 'share'],
        rows: costs.flatMap((cost) => [
          row(`${cost.name}: history events`, cost, 'events'),
          row(`${cost.name}: Actions`, cost, 'actions'),
          row(`${cost.name}: bytes of history`, cost, 'bytes'),
        ]),
      },
    ],
    aims: costs.map(({ name, handoff, stepwise }): Aim => {
      const share = middle(handoff, 'events') / middle(stepwise, 'events');
      return {
        what: `${name}: share of the plain workflow's history events`,
        aim: `at most ${AIMED_SHARE}`,
        got: shown(share),
        isMet: share <= AIMED_SHARE,
      };
    }),
    figures: costs,
  };
}
