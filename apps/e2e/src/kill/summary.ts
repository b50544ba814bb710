import type { Evidence } from './evidence.ts';
import type { Ledger } from './ledger.ts';
import type { Kill } from './schedule.ts';
import { targets } from './targets.ts';

export interface KillOutcome {
  seed: number;
  /** What should not be; empty when all is well. */
  wrong: string[];
  kills: number;
  /** How often each died. */
  deaths: Record<string, number>;
  leads: { taken: number; byKafka: number };
  handoffs: { all: number; ended: number };
  /** Steps of the record, and how many of them a command was answered with. */
  steps: { recorded: number; answered: number };
  /** Events that a relay sent again after a death; consumers take them once. */
  sentAgain: number;
  brokenPromises: number;
  minutes: number;
}

export function outcomeOf(run: {
  seed: number;
  dead: readonly Kill[];
  ledger: Ledger;
  evidence: Evidence;
  wrong: string[];
  milliseconds: number;
}): KillOutcome {
  const { seed, dead, ledger, evidence, wrong } = run;
  const { captured, judged, events, handoffs, record } = evidence;
  const steps = [...record.values()].flat();
  const topics = [captured, judged, events].map((all) => all.map(({ id }) => id));
  return {
    seed,
    wrong,
    kills: dead.length,
    deaths: Object.fromEntries(targets.map((name) => [name, dead.filter(({ target }) => target === name).length])),
    leads: { taken: ledger.leads.length, byKafka: ledger.leads.filter(({ door }) => door === 'kafka').length },
    handoffs: { all: handoffs.length, ended: handoffs.filter(({ stage }) => stage === 'ended').length },
    steps: {
      recorded: steps.length,
      answered: ledger.book.handoffIds.flatMap((handoffId) => ledger.book.stepsOf(handoffId)).length,
    },
    sentAgain: topics.reduce((sum, ids) => sum + ids.length - new Set(ids).size, 0),
    brokenPromises: steps.filter(({ step }) => step.type === 'promise-broken').length,
    minutes: run.milliseconds / 60_000,
  };
}

/** For the person at the terminal. */
export function summaryOf(outcome: KillOutcome): string {
  const { deaths, leads, handoffs, steps, sentAgain, brokenPromises, wrong, seed } = outcome;
  return [
    `${outcome.kills} kills (${Object.entries(deaths)
      .map(([name, times]) => `${name} ${times}`)
      .join(', ')}) in ${outcome.minutes.toFixed(1)} min, seed ${seed}`,
    `${leads.taken} leads taken, ${leads.byKafka} of them by Kafka; ${handoffs.all} handoffs, ${handoffs.ended} ended`,
    `${steps.recorded} steps recorded, ${steps.answered} of them answered to a command; ${brokenPromises} broken promises`,
    `${sentAgain} events sent again by a relay that died, each with the same content`,
    wrong.length === 0
      ? 'Nothing was lost, nothing is doubled, all accounts agree.'
      : `✖ ${wrong.length} contradictions`,
  ].join('\n');
}

/** For the table in docs/reliability.md. */
export function tableRow(outcome: KillOutcome, day: string, machine: string): string {
  const { kills, leads, handoffs, steps, sentAgain, wrong, seed, minutes } = outcome;
  const cells = [day, machine, seed, kills, leads.taken, handoffs.all, steps.recorded, steps.answered, sentAgain];
  return `| ${[...cells, minutes.toFixed(1), wrong.length].join(' | ')} |`;
}
