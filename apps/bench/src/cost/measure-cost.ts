import type { Client, WorkflowHandle } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { median, formatNumber } from '../statistics.ts';
import { handoffInput, commandRequest } from '../lifecycle/handoff-lifecycle.ts';
import { OwnerLookup } from '../lifecycle/owner-lookup.ts';
import { PEER_TASK_QUEUE } from '../peers/peer-activities.ts';
import { withLifecycles } from '../lifecycle/with-lifecycles.ts';
import type { Lifecycles } from '../lifecycle/with-lifecycles.ts';
import type { PerformanceTarget, Findings, BenchParameters, ReportProgress } from '../measurement.ts';
import type { BenchSystem } from '../bench-system.ts';
import { countActions } from './count-actions.ts';
import { scenarios } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';

const REPETITIONS = 3;
const TARGET_SHARE = 0.7;
/** People do not send a command at the very moment the previous step is written. */
const PAUSE_MILLISECONDS = 250;

interface Cost {
  events: number;
  actions: number;
  bytes: number;
}

interface ScenarioCost {
  name: string;
  handoff: Cost[];
  stepwise: Cost[];
}

/** Starts a workflow and finds its owner. The stepwise workflow has no owner and counts as owned by anna. */
interface Side {
  owners: OwnerLookup;
  start(scenario: Scenario): Promise<string>;
}

function createSides({ client, handoff, plain }: Lifecycles): Record<'handoff' | 'stepwise', Side> {
  return {
    handoff: { owners: new OwnerLookup(handoff), start: () => handoff.start(client) },
    stepwise: {
      owners: new OwnerLookup(plain),
      async start({ commands }) {
        const workflowId = `stepwise-${randomUUID()}`;
        const args = [handoffInput(), commands.length + 1];
        await client.workflow.start('stepwise', { taskQueue: PEER_TASK_QUEUE, workflowId, args });
        return workflowId;
      },
    },
  };
}

async function runScenario(client: Client, { owners, start }: Side, scenario: Scenario): Promise<Cost> {
  const workflowId = await start(scenario);
  const ownerId = await owners.ownerOf(workflowId);
  const handle = client.workflow.getHandle(workflowId);
  for (const { command, by } of scenario.commands) {
    await pause(PAUSE_MILLISECONDS);
    const request = commandRequest(command, by(ownerId));
    await handle.executeUpdate(command.type, { updateId: request.key, args: [request] });
  }
  await handle.result();
  return costOf(handle);
}

async function costOf(handle: WorkflowHandle): Promise<Cost> {
  const { raw } = await handle.describe();
  const events = (await handle.fetchHistory()).events ?? [];
  const bytes = Number(raw.workflowExecutionInfo?.historySizeBytes);
  return { events: events.length, actions: countActions(events), bytes };
}

/** The history of whole handoffs and what Temporal Cloud would bill, compared with the stepwise workflow. */
export function measureCost(system: BenchSystem, _sizes: BenchParameters, report: ReportProgress): Promise<Findings> {
  return withLifecycles(system, async (lifecycles) => {
    const sides = createSides(lifecycles);
    const costs: ScenarioCost[] = [];
    for (const scenario of scenarios) {
      const cost: ScenarioCost = { name: scenario.name, handoff: [], stepwise: [] };
      for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
        cost.handoff.push(await runScenario(lifecycles.client, sides.handoff, scenario));
        cost.stepwise.push(await runScenario(lifecycles.client, sides.stepwise, scenario));
      }
      report(`  ${scenario.name}: ${scenario.commands.length} commands, ${REPETITIONS} times for each side`);
      costs.push(cost);
    }
    return findings(costs);
  });
}

function findings(costs: ScenarioCost[]): Findings {
  const medianOf = (all: Cost[], what: keyof Cost): number => median(all.map((cost) => cost[what]));
  const row = (name: string, { handoff, stepwise }: ScenarioCost, what: keyof Cost): string[] => {
    const [ours, peers] = [medianOf(handoff, what), medianOf(stepwise, what)];
    return [name, formatNumber(ours), formatNumber(peers), formatNumber(ours / peers)];
  };
  return {
    title: 'History events and Actions of a handoff',
    conditions: [
      `median of ${REPETITIONS} handoffs and ${REPETITIONS} stepwise workflows for each scenario, alternating`,
    ],
    tables: [
      {
        columns: ['', 'handoff', 'an Update, a timer and an activity per step', 'share'],
        rows: costs.flatMap((cost) => [
          row(`${cost.name}: history events`, cost, 'events'),
          row(`${cost.name}: Actions`, cost, 'actions'),
          row(`${cost.name}: bytes of history`, cost, 'bytes'),
        ]),
      },
    ],
    targets: costs.map(({ name, handoff, stepwise }): PerformanceTarget => {
      const share = medianOf(handoff, 'events') / medianOf(stepwise, 'events');
      return {
        metric: `${name}: share of the stepwise workflow's history events`,
        target: `at most ${TARGET_SHARE}`,
        measured: formatNumber(share),
        isMet: share <= TARGET_SHARE,
      };
    }),
    figures: costs,
  };
}
