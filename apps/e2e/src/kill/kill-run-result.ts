import type { SystemSnapshot } from './system-snapshot.ts';
import type { Ledger } from './ledger.ts';
import type { Kill } from './kill-schedule.ts';
import { targets } from './targets.ts';

export interface KillRunResult {
  seed: number;
  /** Empty when the run passed. */
  contradictions: string[];
  kills: number;
  /** How often each target was killed. */
  killsByTarget: Record<string, number>;
  leads: { accepted: number; byKafka: number };
  handoffs: { all: number; ended: number };
  /** Steps in the record, and how many of them a response to a command contained. */
  steps: { recorded: number; answered: number };
  /** Events that a relay sent again after it was killed. Consumers process them once. */
  resentEvents: number;
  brokenPromises: number;
  minutes: number;
}

export function killRunResult(run: {
  seed: number;
  kills: readonly Kill[];
  ledger: Ledger;
  snapshot: SystemSnapshot;
  contradictions: string[];
  milliseconds: number;
}): KillRunResult {
  const { seed, kills, ledger, snapshot, contradictions } = run;
  const { captured, judged, events, handoffs, record } = snapshot;
  const steps = [...record.values()].flat();
  const topics = [captured, judged, events].map((all) => all.map(({ id }) => id));
  return {
    seed,
    contradictions,
    kills: kills.length,
    killsByTarget: Object.fromEntries(
      targets.map((name) => [name, kills.filter(({ target }) => target === name).length]),
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

/** The result for the terminal. */
export function killRunSummary(result: KillRunResult): string {
  const { killsByTarget, leads, handoffs, steps, resentEvents, brokenPromises, contradictions, seed } = result;
  return [
    `${result.kills} kills (${Object.entries(killsByTarget)
      .map(([name, times]) => `${name} ${times}`)
      .join(', ')}) in ${result.minutes.toFixed(1)} min, seed ${seed}`,
    `${leads.accepted} leads accepted, ${leads.byKafka} of them by Kafka; ${handoffs.all} handoffs, ${handoffs.ended} ended`,
    `${steps.recorded} steps recorded, ${steps.answered} of them in responses to commands; ${brokenPromises} broken promises`,
    `${resentEvents} events sent again by a killed relay, each with the same content`,
    contradictions.length === 0
      ? 'Nothing was lost or duplicated, and all accounts agree.'
      : `✖ ${contradictions.length} contradictions`,
  ].join('\n');
}

/** A row for the table in docs/reliability.md. */
export function tableRow(result: KillRunResult, day: string, machine: string): string {
  const { kills, leads, handoffs, steps, resentEvents, contradictions, seed, minutes } = result;
  const cells = [day, machine, seed, kills, leads.accepted, handoffs.all, steps.recorded, steps.answered, resentEvents];
  return `| ${[...cells, minutes.toFixed(1), contradictions.length].join(' | ')} |`;
}
