import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient, kafkaClient, processNames, publishAgreementToScoring, SeededRandom } from '@baton/testing';
import type { Addresses, ApiResponse } from '@baton/testing';
import { addressesThrough, processesOf } from './clock-replicas.ts';
import type { ClockReplica } from './clock-replicas.ts';
import { CommandSender } from './command-sender.ts';
import { registerSigners } from './command-signers.ts';
import { targets } from './targets.ts';
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
  /** Read directly, to compare what the services store with their responses. */
  engines: { postgres: string; temporal: string };
  /** The state file of the launcher, which restarts killed processes. */
  stateFile: string;
  /** Replicas with a wrong clock. They are killed like everything else. */
  clockReplicas: readonly ClockReplica[];
  kills: number;
  /** No process is killed after this time, however many kills are left. */
  minutes: number;
  seed: number;
  millisecondsBetweenLeads: number;
  millisecondsBetweenCommands: number;
  report: (line: string) => void;
}

const RECOVERY_TIMEOUT_MILLISECONDS = 180_000;
const CONSISTENCY_TIMEOUT_MILLISECONDS = 240_000;
/** On a busy machine a storm of repeated commands takes minutes after an outage. */
const RETRY_TIMEOUT_MILLISECONDS = 480_000;
const CHECKS_BETWEEN_REPORTS = 5;

/** Kills every target while leads arrive, one by one and sometimes together. Then compares responses with stored data. */
export async function killRun(options: KillRunOptions): Promise<KillRunResult> {
  const { addresses, engines, clockReplicas, kills, seed, report } = options;
  const source = `kill-${seed}-${Date.now().toString(36)}`;
  const begin = Date.now();
  const clientFor = (each: Addresses): ApiClient =>
    new ApiClient(each, { retryMilliseconds: RETRY_TIMEOUT_MILLISECONDS });
  const client = clientFor(addresses);
  const clients = [client, ...clockReplicas.map((replica) => clientFor(addressesThrough(addresses, replica)))] as const;
  const killed = [...targets, ...clockReplicas.flatMap(processesOf)];
  const kafka = kafkaClient(addresses.kafka);
  const snapshotReader = new SnapshotReader({ source, kafka, ...engines });
  const ledger = new Ledger();
  const random = new SeededRandom(seed);
  await snapshotReader.markStart();
  await publishAgreementToScoring(client, killRunAgreement(source));

  const signers = await registerSigners(client, source);

  const common = { client, kafka, ledger, source };
  const sender = new LeadSender({
    ...common,
    random: random.fork(),
    millisecondsBetween: options.millisecondsBetweenLeads,
  });
  const commandSender = new CommandSender({
    ...common,
    signers,
    random: random.fork(),
    millisecondsBetween: options.millisecondsBetweenCommands,
  });
  const reps = new Reps({ clients, ledger, random: random.fork(), source });
  const sending = Promise.all([sender.run(), commandSender.run()]);
  sending.catch(() => undefined);
  const working = reps.run(() => ledger.leads.filter(({ quality }) => quality === 'fitting').length);
  working.catch(() => undefined);
  const killing = killAll(killSchedule(killed, kills, seed), clients, options).finally(() => {
    sender.close();
    commandSender.close();
  });
  await Promise.all([killing, sending]);
  reps.close();
  const executed = await killing;
  const recoveredIn = await waitForRecovery(clients);
  report(`All services are ready again after ${seconds(recoveredIn)}; ${ledger.leads.length} leads were accepted.`);
  await working;
  report('All sales scenarios have ended.');
  const { snapshot, found } = await waitForConsistency(ledger, snapshotReader, report);
  return killRunResult({
    seed,
    targets: killed,
    kills: executed,
    clocks: clockReplicas.map(({ offset }) => offset),
    ledger,
    snapshot,
    contradictions: found,
    milliseconds: Date.now() - begin,
  });
}

async function killAll(
  schedule: readonly Kill[],
  clients: readonly ApiClient[],
  options: KillRunOptions,
): Promise<Kill[]> {
  const processes = new Processes(options.stateFile);
  const begin = Date.now();
  for (const [index, { target, afterMilliseconds, startsRound }] of schedule.entries()) {
    if (Date.now() - begin > options.minutes * 60_000) return schedule.slice(0, index);
    if (startsRound) await waitForRecovery(clients);
    await pause(afterMilliseconds);
    const pid = await processes.kill(target);
    options.report(`${seconds(Date.now() - begin)}: kill -9 ${pid} (${target}), ${index + 1} of ${schedule.length}`);
  }
  return [...schedule];
}

/** Waits until every service is ready and not degraded. Returns how long that took. */
async function waitForRecovery(clients: readonly ApiClient[]): Promise<number> {
  const begin = Date.now();
  for (;;) {
    const unhealthy = (await Promise.all(clients.map(unhealthyServices))).flat();
    if (unhealthy.length === 0) return Date.now() - begin;
    if (Date.now() - begin > RECOVERY_TIMEOUT_MILLISECONDS) {
      throw new Error(`Not ready again within ${seconds(RECOVERY_TIMEOUT_MILLISECONDS)}: ${unhealthy.join('; ')}`);
    }
    await pause(500);
  }
}

async function unhealthyServices(client: ApiClient): Promise<string[]> {
  const checks = processNames.map(async (service) => {
    const { text, body } = await client.operations(service, '/health/ready').catch(noResponse);
    return (body as { status?: string }).status === 'ok' ? [] : [`${service}: ${text}`];
  });
  return (await Promise.all(checks)).flat();
}

const noResponse = (): Pick<ApiResponse, 'text' | 'body'> => ({ text: 'no response', body: {} });

/** Compares until there are no contradictions, or until the timeout. */
async function waitForConsistency(
  ledger: Ledger,
  snapshotReader: SnapshotReader,
  report: (line: string) => void,
): Promise<{ snapshot: SystemSnapshot; found: string[] }> {
  const begin = Date.now();
  for (let checks = 1; ; checks += 1) {
    const isOver = Date.now() - begin > CONSISTENCY_TIMEOUT_MILLISECONDS;
    const snapshot = await snapshotReader.read().catch((error: unknown) => {
      if (isOver) throw error;
      report(`Stored data cannot be read yet: ${String(error)}`);
      return undefined;
    });
    const found = snapshot && contradictions(ledger, snapshot);
    if (snapshot && found && (found.length === 0 || isOver)) {
      report(`Compared after ${seconds(Date.now() - begin)}.`);
      return { snapshot, found };
    }
    if (found && checks % CHECKS_BETWEEN_REPORTS === 0)
      report(`${found.length} contradictions so far, such as: ${found[0]}`);
    await pause(2000);
  }
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
