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

/** From the 202 response to the start of the workflow, through Kafka twice, compared with a bare start at the same rate. */
export function measureStarts(
  system: BenchSystem,
  parameters: BenchParameters,
  report: ReportProgress,
): Promise<Findings> {
  const apiClient = new ApiClient(system.services);
  const kafka = kafkaClient(system.services.kafka);
  return withLifecycles(system, async ({ client, pool }) => {
    const since = await currentEndOffsets(kafka);
    const acceptedByRound: Map<string, number>[] = [];
    const bare: BareStart[][] = [];
    const all = new Map<string, number>();
    let people = 0;

    const sendLeads = async (seconds: number): Promise<Map<string, number>> => {
      const accepted = await runAtRate(parameters.rate, seconds, async () => {
        people += 1;
        const call = { as: 'marina', method: 'POST', body: leadBody(1, people, 'request') } as const;
        const headers = { 'idempotency-key': randomUUID(), 'content-type': 'application/json' };
        const { status, text, body } = await apiClient.call('intake', '/leads', { ...call, headers });
        if (status !== 202) throw new Error(`POST /leads returned ${status}: ${text}`);
        return [(body as { leadId: string }).leadId, Date.now()] as const;
      });
      for (const [leadId, at] of accepted) all.set(leadId, at);
      await workflowStartTimes(client, 'handoff', all.size);
      return new Map(accepted);
    };
    const startBare = (seconds: number): Promise<BareStart[]> =>
      runAtRate(parameters.rate, seconds, async () => {
        const workflowId = `bare-${randomUUID()}`;
        const requestedAt = Date.now();
        const begin = performance.now();
        await client.workflow.start(PLAIN_WORKFLOW, { taskQueue: PEER_TASK_QUEUE, workflowId, args: [handoffInput()] });
        return { workflowId, requestedAt, durationMilliseconds: performance.now() - begin };
      });

    const warmUp = Math.min(WARM_UP_SECONDS, parameters.seconds);
    await sendLeads(warmUp);
    const unmeasured = await startBare(warmUp);
    await alternate(parameters.rounds, [
      async (round) => {
        acceptedByRound.push(await sendLeads(parameters.seconds));
        report(`  round ${round + 1}: leads sent and their workflows started`);
        await pause(1000);
      },
      async (round) => {
        bare.push(await startBare(parameters.seconds));
        report(`  round ${round + 1}: bare workflows started`);
        await pause(1000);
      },
    ]);
    const timestamps = await leadTimestamps(all, { kafka, client, pool, since });
    const bareStartedAt = await workflowStartTimes(client, PLAIN_WORKFLOW, bare.flat().length + unmeasured.length);
    return startFindings({
      parameters,
      rounds: acceptedByRound.map((round) => [...round.keys()].flatMap((leadId) => timestamps.get(leadId) ?? [])),
      bare: bare.map((round) =>
        round.map((start) => ({ ...start, startedAt: bareStartedAt.get(start.workflowId) ?? NaN })),
      ),
    });
  });
}
