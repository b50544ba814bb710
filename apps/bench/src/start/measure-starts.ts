import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { ApiClient, kafkaClient } from '@baton/testing';
import { alternate } from '../measurement.ts';
import type { Findings, BenchParameters, ReportProgress } from '../measurement.ts';
import type { BenchSystem } from '../bench-system.ts';
import { leadBody } from '../intake/lead-stream.ts';
import { handoffInput } from '../lifecycle/handoff-lifecycle.ts';
import { PLAIN_WORKFLOW } from '../lifecycle/plain-lifecycle.ts';
import { PEER_TASK_QUEUE } from '../peers/peer-activities.ts';
import { withLifecycles } from '../lifecycle/with-lifecycles.ts';
import { runAtRate } from '../run-at-rate.ts';
import { leadTimestamps, currentEndOffsets, workflowStartTimes } from './lead-timestamps.ts';
import { startFindings } from './start-findings.ts';
import type { BareStart } from './start-findings.ts';

const WARM_UP_SECONDS = 5;
/** Leftover work of one side must not slow down the other. */
const PAUSE_MILLISECONDS = 1000;

/** From the 202 response to the start of the workflow, through Kafka twice, compared with bare starts at the same rates. */
export function measureStarts(
  system: BenchSystem,
  parameters: BenchParameters,
  report: ReportProgress,
): Promise<Findings> {
  const apiClient = new ApiClient(system.services);
  const kafka = kafkaClient(system.services.kafka);
  return withLifecycles(system, async ({ client, pool }) => {
    const since = await currentEndOffsets(kafka);
    const all = new Map<string, number>();
    let bareStarts = 0;
    let people = 0;

    const sendLeads = async (rate: number, seconds: number): Promise<string[]> => {
      const accepted = await runAtRate(rate, seconds, async () => {
        people += 1;
        const call = { as: 'marina', method: 'POST', body: leadBody(1, people, 'request') } as const;
        const headers = { 'idempotency-key': randomUUID(), 'content-type': 'application/json' };
        const { status, text, body } = await apiClient.call('intake', '/leads', { ...call, headers });
        if (status !== 202) throw new Error(`POST /leads returned ${status}: ${text}`);
        return [(body as { leadId: string }).leadId, Date.now()] as const;
      });
      for (const [leadId, at] of accepted) all.set(leadId, at);
      await workflowStartTimes(client, 'handoff', all.size);
      return accepted.map(([leadId]) => leadId);
    };
    const startBare = (rate: number, seconds: number): Promise<BareStart[]> =>
      runAtRate(rate, seconds, async () => {
        bareStarts += 1;
        const workflowId = `bare-${randomUUID()}`;
        const requestedAt = Date.now();
        const begin = performance.now();
        await client.workflow.start(PLAIN_WORKFLOW, { taskQueue: PEER_TASK_QUEUE, workflowId, args: [handoffInput()] });
        return { workflowId, requestedAt, durationMilliseconds: performance.now() - begin };
      });

    const sides = parameters.rates.map((rate) => ({ rate, leads: [] as string[][], bare: [] as BareStart[][] }));
    const [firstRate = 1] = parameters.rates;
    const warmUp = Math.min(WARM_UP_SECONDS, parameters.seconds);
    await sendLeads(firstRate, warmUp);
    await startBare(firstRate, warmUp);
    for (const { rate, leads, bare } of sides) {
      await alternate(parameters.rounds, [
        async (round) => {
          leads.push(await sendLeads(rate, parameters.seconds));
          report(`  ${rate} per second, round ${round + 1}: leads sent and their workflows started`);
          await pause(PAUSE_MILLISECONDS);
        },
        async (round) => {
          bare.push(await startBare(rate, parameters.seconds));
          report(`  ${rate} per second, round ${round + 1}: bare workflows started`);
          await pause(PAUSE_MILLISECONDS);
        },
      ]);
    }
    const timestamps = await leadTimestamps(all, { kafka, client, pool, since });
    const bareStartedAt = await workflowStartTimes(client, PLAIN_WORKFLOW, bareStarts);
    return startFindings(
      parameters,
      sides.map(({ rate, leads, bare }) => ({
        rate,
        leads: leads.map((round) => round.flatMap((leadId) => timestamps.get(leadId) ?? [])),
        bare: bare.map((round) =>
          round.map((start) => ({ ...start, startedAt: bareStartedAt.get(start.workflowId) ?? NaN })),
        ),
      })),
    );
  });
}
