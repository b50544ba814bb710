import type { SystemSnapshot } from './system-snapshot.ts';
import type { Ledger } from './ledger.ts';
import type { Kill } from './kill-schedule.ts';
import { targets } from './targets.ts';

export interface KillRunResult {
  seed: number;
  /** What should not be; empty when all is well. */
  contradictions: string[];
  kills: number;
  /** How often each died. */
  killsByTarget: Record<string, number>;
  leads: { accepted: number; byKafka: number };
  handoffs: { all: number; ended: number };
  /** Steps of the record, and how many of them a command was answered with. */
  steps: { recorded: number; answered: number };
  /** Events that a relay sent again after a death; consumers take them once. */
  resentEvents: number;
  brokenPromises: number;
  minutes: number;
}

export function killRunResult(run: {
  seed: number;
  dead: readonly Kill[];
  ledger: Ledger;
  evidence: SystemSnapshot;
  wrong: string[];
  milliseconds: number;
}): KillRunResult {
  const { seed, dead, ledger, evidence, wrong } = run;
  const { captured, judged, events, handoffs, record } = evidence;
  const steps = [...record.values()].flat();
  const topics = [captured, judged, events].map((all) => all.map(({ id }) => id));
  return {
    seed,
    contradictions: wrong,
    kills: dead.length,
    killsByTarget: Object.fromEntries(
      targets.map((name) => [name, dead.filter(({ target }) => target === name).length]),
    ),
    leads: {
      accepted: ledger.leads.length,
      byKafka: ledger.leads.filter(({ entryPoint }) => entryPoint === 'kafka').length,
    },
    handoffs: { all: handoffs.length, ended: handoffs.filter(({ stage }) => stage === 'ended').length },
    steps: {
      recorded: steps.length,
      answered: ledger.actions.handoffIds.flatMap((handoffId) => ledger.actions.stepsOf(handoffId)).length,
    },
    resentEvents: topics.reduce((sum, ids) => sum + ids.length - new Set(ids).size, 0),
    brokenPromises: steps.filter(({ step }) => step.type === 'promise-broken').length,
    minutes: run.milliseconds / 60_000,
  };
}

/** For the person at the terminal. */
export function killRunSummary(outcome: KillRunResult): string {
  const {
    killsByTarget: deaths,
    leads,
    handoffs,
    steps,
    resentEvents: sentAgain,
    brokenPromises,
    contradictions: wrong,
    seed,
  } = outcome;
  return [
    `${outcome.kills} kills (${Object.entries(deaths)
      .map(([name, times]) => `${name} ${times}`)
      .join(', ')}) in ${outcome.minutes.toFixed(1)} min, seed ${seed}`,
    `${leads.accepted} leads taken, ${leads.byKafka} of them by Kafka; ${handoffs.all} handoffs, ${handoffs.ended} ended`,
    `${steps.recorded} steps recorded, ${steps.answered} of them answered to a command; ${brokenPromises} broken promises`,
    `${sentAgain} events sent again by a relay that died, each with the same content`,
    wrong.length === 0
      ? 'Nothing was lost, nothing is doubled, all accounts agree.'
      : `✖ ${wrong.length} contradictions`,
  ].join('\n');
}

/** For the table in docs/reliability.md. */
export function tableRow(outcome: KillRunResult, day: string, machine: string): string {
  const { kills, leads, handoffs, steps, resentEvents: sentAgain, contradictions: wrong, seed, minutes } = outcome;
  const cells = [day, machine, seed, kills, leads.accepted, handoffs.all, steps.recorded, steps.answered, sentAgain];
  return `| ${[...cells, minutes.toFixed(1), wrong.length].join(' | ')} |`;
}
