import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient, kafkaClient, publishAgreementToScoring, SeededRandom } from '@baton/testing';
import type { Addresses, ApiResponse } from '@baton/testing';
import { killRunAgreement } from './kill-run-agreement.ts';
import { contradictions } from './contradictions.ts';
import type { SystemSnapshot } from './system-snapshot.ts';
import { SnapshotReader } from './snapshot-reader.ts';
import { Ledger } from './ledger.ts';
import { Processes } from './processes.ts';
import { Reps } from './reps.ts';
import { killSchedule } from './kill-schedule.ts';
import type { Kill } from './kill-schedule.ts';
import { LeadSender } from './lead-sender.ts';
import { killRunResult } from './kill-run-result.ts';
import type { KillRunResult } from './kill-run-result.ts';

export interface KillRunOptions {
  addresses: Addresses;
  /** Past the services: what they keep is compared with what they said. */
  engines: { postgres: string; temporal: string };
  /** `running.json` of whoever starts again what dies. */
  stateFile: string;
  kills: number;
  seed: number;
  millisecondsBetweenLeads: number;
  report: (line: string) => void;
}

const RECOVERY_TIMEOUT_MILLISECONDS = 180_000;
const CONSISTENCY_TIMEOUT_MILLISECONDS = 240_000;
const RETRY_TIMEOUT_MILLISECONDS = 180_000;
const CHECKS_BETWEEN_REPORTS = 5;

/** Kills everything, one by one and at times together, under a stream of leads; then compares all that was said and kept. */
export async function killRun(options: KillRunOptions): Promise<KillRunResult> {
  const { addresses, engines, kills, seed, report } = options;
  const source = `kill-${seed}-${Date.now().toString(36)}`;
  const begin = Date.now();
  const client = new ApiClient(addresses, { retryMilliseconds: RETRY_TIMEOUT_MILLISECONDS });
  const kafka = kafkaClient(addresses.kafka);
  const snapshotReader = new SnapshotReader({ source, kafka, ...engines });
  const ledger = new Ledger();
  const random = new SeededRandom(seed);
  await snapshotReader.markStart();
  await publishAgreementToScoring(client, killRunAgreement(source));

  const { millisecondsBetweenLeads: millisecondsBetween } = options;
  const stream = new LeadSender({ client, kafka, ledger, random: random.fork(), source, millisecondsBetween });
  const reps = new Reps({ client, ledger, random: random.fork(), source });
  const sending = stream.run();
  const working = reps.run(() => ledger.leads.filter(({ quality }) => quality === 'fitting').length);
  working.catch(() => undefined);
  const killing = killAll(killSchedule(kills, seed), client, options).finally(() => stream.close());
  await Promise.all([killing, sending]);
  reps.close();
  const executed = await killing;
  const recoveredIn = await waitForRecovery(client);
  report(`All are ready again after ${seconds(recoveredIn)}; ${ledger.leads.length} leads were taken.`);
  await working;
  report('Sales has done what it could.');
  const { evidence, wrong } = await waitForConsistency(ledger, snapshotReader, report);
  return killRunResult({ seed, dead: executed, ledger, evidence, wrong, milliseconds: Date.now() - begin });
}

async function killAll(schedule: readonly Kill[], client: ApiClient, options: KillRunOptions): Promise<Kill[]> {
  const processes = new Processes(options.stateFile);
  const begin = Date.now();
  for (const [index, { target, afterMilliseconds, startsRound: beginsRound }] of schedule.entries()) {
    if (beginsRound) await waitForRecovery(client);
    await pause(afterMilliseconds);
    const pid = await processes.kill(target);
    options.report(`${seconds(Date.now() - begin)}: kill -9 ${pid} (${target}), ${index + 1} of ${schedule.length}`);
  }
  return [...schedule];
}

/** Waits until every service is ready and misses nothing, Kafka neither; answers how long that took. */
async function waitForRecovery(client: ApiClient): Promise<number> {
  const begin = Date.now();
  for (;;) {
    const unhealthy = await unhealthyServices(client);
    if (unhealthy.length === 0) return Date.now() - begin;
    if (Date.now() - begin > RECOVERY_TIMEOUT_MILLISECONDS) {
      throw new Error(`Not well again within ${seconds(RECOVERY_TIMEOUT_MILLISECONDS)}: ${unhealthy.join('; ')}`);
    }
    await pause(500);
  }
}

async function unhealthyServices(client: ApiClient): Promise<string[]> {
  const answers = (['intake', 'scoring', 'handoff', 'reporting', 'worker'] as const).map(async (service) => {
    const { text, body } = await client.call(service, '/health/ready').catch(noResponse);
    return (body as { status?: string }).status === 'ok' ? [] : [`${service} says ${text}`];
  });
  return (await Promise.all(answers)).flat();
}

const noResponse = (): Pick<ApiResponse, 'text' | 'body'> => ({ text: 'nothing', body: {} });

/** Looks until nothing contradicts anything any more, or for too long. */
async function waitForConsistency(
  ledger: Ledger,
  investigator: SnapshotReader,
  report: (line: string) => void,
): Promise<{ evidence: SystemSnapshot; wrong: string[] }> {
  const begin = Date.now();
  for (let checks = 1; ; checks += 1) {
    const isOver = Date.now() - begin > CONSISTENCY_TIMEOUT_MILLISECONDS;
    const evidence = await investigator.read().catch((error: unknown) => {
      if (isOver) throw error;
      report(`Cannot be looked at yet: ${String(error)}`);
      return undefined;
    });
    const found = evidence && contradictions(ledger, evidence);
    if (evidence && found && (found.length === 0 || isOver)) {
      report(`Settled after ${seconds(Date.now() - begin)}.`);
      return { evidence, wrong: found };
    }
    if (found && checks % CHECKS_BETWEEN_REPORTS === 0) report(`Not settled yet, ${found.length} such as: ${found[0]}`);
    await pause(2000);
  }
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
