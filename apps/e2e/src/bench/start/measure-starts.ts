import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { kafkaClient } from '../../system/topic.ts';
import { Outside } from '../../system/outside.ts';
import { inTurns } from '../measurement.ts';
import type { Findings, Sizes, Tell } from '../measurement.ts';
import type { BenchSystem } from '../system.ts';
import { leadBody } from '../intake/lead-stream.ts';
import { aBeginning } from '../lifecycle/handoff-life.ts';
import { PLAIN_QUEUE, PLAIN_WORKFLOW } from '../lifecycle/plain-life.ts';
import { withLives } from '../lifecycle/with-lives.ts';
import { atRate } from './at-rate.ts';
import { momentsOf, placesNow, startTimes } from './moments.ts';
import { startFindings } from './start-findings.ts';
import type { BareStart } from './start-findings.ts';

const WARM_UP_SECONDS = 5;

/** (b) From the answer 202 to the workflow's start, through Kafka twice, beside a bare start at the same rate. */
export function measureStarts(system: BenchSystem, sizes: Sizes, tell: Tell): Promise<Findings> {
  const outside = new Outside(system.services);
  const kafka = kafkaClient(system.services.kafka);
  return withLives(system, async ({ client, pool }) => {
    const since = await placesNow(kafka);
    const accepted: Map<string, number>[] = [];
    const bare: BareStart[][] = [];
    const all = new Map<string, number>();
    let people = 0;

    const sendLeads = async (seconds: number): Promise<Map<string, number>> => {
      const answers = await atRate(sizes.rate, seconds, async () => {
        people += 1;
        const call = { as: 'marina', method: 'POST', body: leadBody(1, people, 'request') } as const;
        const headers = { 'idempotency-key': randomUUID(), 'content-type': 'application/json' };
        const { status, text, body } = await outside.call('intake', '/leads', { ...call, headers });
        if (status !== 202) throw new Error(`POST /leads was answered ${status}: ${text}`);
        return [(body as { leadId: string }).leadId, Date.now()] as const;
      });
      for (const [leadId, at] of answers) all.set(leadId, at);
      await startTimes(client, 'handoff', all.size);
      return new Map(answers);
    };
    const startBare = (seconds: number): Promise<BareStart[]> =>
      atRate(sizes.rate, seconds, async () => {
        const workflowId = `bare-${randomUUID()}`;
        const asked = Date.now();
        const begin = performance.now();
        await client.workflow.start(PLAIN_WORKFLOW, { taskQueue: PLAIN_QUEUE, workflowId, args: [aBeginning()] });
        return { workflowId, asked, took: performance.now() - begin };
      });

    const warmUp = Math.min(WARM_UP_SECONDS, sizes.seconds);
    await sendLeads(warmUp);
    const unmeasured = await startBare(warmUp);
    await inTurns(sizes.rounds, [
      async (round) => {
        accepted.push(await sendLeads(sizes.seconds));
        tell(`  round ${round + 1}: leads handed in and workflows started`);
        await pause(1000);
      },
      async (round) => {
        bare.push(await startBare(sizes.seconds));
        tell(`  round ${round + 1}: workflows started bare`);
        await pause(1000);
      },
    ]);
    const moments = await momentsOf(all, { kafka, client, pool, since });
    const bareStartedAt = await startTimes(client, PLAIN_WORKFLOW, bare.flat().length + unmeasured.length);
    return startFindings({
      sizes,
      rounds: accepted.map((round) => [...round.keys()].flatMap((leadId) => moments.get(leadId) ?? [])),
      bare: bare.map((round) =>
        round.map((start) => ({ ...start, started: bareStartedAt.get(start.workflowId) ?? NaN })),
      ),
    });
  });
}
