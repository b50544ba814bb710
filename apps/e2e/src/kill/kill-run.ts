import { setTimeout as pause } from 'node:timers/promises';
import { Chance } from '../simulation/chance.ts';
import type { Addresses } from '../system/addresses.ts';
import { Outside } from '../system/outside.ts';
import type { Answer } from '../system/outside.ts';
import { publishAgreement } from '../system/publish-agreement.ts';
import { kafkaClient } from '../system/topic.ts';
import { agreementFor } from './agreement.ts';
import { contradictions } from './contradictions.ts';
import type { Evidence } from './evidence.ts';
import { Investigator } from './gather-evidence.ts';
import { Ledger } from './ledger.ts';
import { Processes } from './processes.ts';
import { Reps } from './reps.ts';
import { scheduleOf } from './schedule.ts';
import type { Kill } from './schedule.ts';
import { Stream } from './stream.ts';
import { outcomeOf } from './summary.ts';
import type { KillOutcome } from './summary.ts';

export interface KillRunOptions {
  addresses: Addresses;
  /** Past the services: what they keep is compared with what they said. */
  engines: { postgres: string; temporal: string };
  /** `running.json` of whoever starts again what dies. */
  stateFile: string;
  kills: number;
  seed: number;
  millisecondsBetweenLeads: number;
  tell: (line: string) => void;
}

const LONGEST_RECOVERY = 180_000;
const LONGEST_SETTLING = 240_000;
const LONGEST_INSISTING = 180_000;
const LOOKS_BETWEEN_NEWS = 5;

/** Kills everything, one by one and at times together, under a stream of leads; then compares all that was said and kept. */
export async function killRun(options: KillRunOptions): Promise<KillOutcome> {
  const { addresses, engines, kills, seed, tell } = options;
  const source = `kill-${seed}-${Date.now().toString(36)}`;
  const begin = Date.now();
  const outside = new Outside(addresses, { longestInsistingMilliseconds: LONGEST_INSISTING });
  const kafka = kafkaClient(addresses.kafka);
  const investigator = new Investigator({ source, kafka, ...engines });
  const ledger = new Ledger();
  const chance = new Chance(seed);
  await investigator.begin();
  await publishAgreement(outside, agreementFor(source));

  const { millisecondsBetweenLeads: millisecondsBetween } = options;
  const stream = new Stream({ outside, kafka, ledger, chance: chance.apart(), source, millisecondsBetween });
  const reps = new Reps({ outside, ledger, chance: chance.apart(), source });
  const sending = stream.run();
  const working = reps.run(() => ledger.leads.filter(({ quality }) => quality === 'fitting').length);
  working.catch(() => undefined);
  const dying = killAll(scheduleOf(kills, seed), outside, options).finally(() => stream.close());
  await Promise.all([dying, sending]);
  reps.close();
  const dead = await dying;
  const recoveredIn = await recovery(outside);
  tell(`All are ready again after ${seconds(recoveredIn)}; ${ledger.leads.length} leads were taken.`);
  await working;
  tell('Sales has done what it could.');
  const { evidence, wrong } = await settled(ledger, investigator, tell);
  return outcomeOf({ seed, dead, ledger, evidence, wrong, milliseconds: Date.now() - begin });
}

async function killAll(schedule: readonly Kill[], outside: Outside, options: KillRunOptions): Promise<Kill[]> {
  const processes = new Processes(options.stateFile);
  const begin = Date.now();
  for (const [index, { target, afterMilliseconds, beginsRound }] of schedule.entries()) {
    if (beginsRound) await recovery(outside);
    await pause(afterMilliseconds);
    const pid = await processes.kill(target);
    options.tell(`${seconds(Date.now() - begin)}: kill -9 ${pid} (${target}), ${index + 1} of ${schedule.length}`);
  }
  return [...schedule];
}

/** Waits until every service is ready and misses nothing, Kafka neither; answers how long that took. */
async function recovery(outside: Outside): Promise<number> {
  const begin = Date.now();
  for (;;) {
    const unwell = await notWell(outside);
    if (unwell.length === 0) return Date.now() - begin;
    if (Date.now() - begin > LONGEST_RECOVERY) {
      throw new Error(`Not well again within ${seconds(LONGEST_RECOVERY)}: ${unwell.join('; ')}`);
    }
    await pause(500);
  }
}

async function notWell(outside: Outside): Promise<string[]> {
  const answers = (['intake', 'scoring', 'handoff', 'reporting', 'worker'] as const).map(async (service) => {
    const { text, body } = await outside.call(service, '/health/ready').catch(silent);
    return (body as { status?: string }).status === 'ok' ? [] : [`${service} says ${text}`];
  });
  return (await Promise.all(answers)).flat();
}

const silent = (): Pick<Answer, 'text' | 'body'> => ({ text: 'nothing', body: {} });

/** Looks until nothing contradicts anything any more, or for too long. */
async function settled(
  ledger: Ledger,
  investigator: Investigator,
  tell: (line: string) => void,
): Promise<{ evidence: Evidence; wrong: string[] }> {
  const begin = Date.now();
  for (let looks = 1; ; looks += 1) {
    const isOver = Date.now() - begin > LONGEST_SETTLING;
    const evidence = await investigator.look().catch((error: unknown) => {
      if (isOver) throw error;
      tell(`Cannot be looked at yet: ${String(error)}`);
      return undefined;
    });
    const wrong = evidence && contradictions(ledger, evidence);
    if (evidence && wrong && (wrong.length === 0 || isOver)) {
      tell(`Settled after ${seconds(Date.now() - begin)}.`);
      return { evidence, wrong };
    }
    if (wrong && looks % LOOKS_BETWEEN_NEWS === 0) tell(`Not settled yet, ${wrong.length} such as: ${wrong[0]}`);
    await pause(2000);
  }
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
