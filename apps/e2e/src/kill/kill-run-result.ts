import type { SystemSnapshot } from './system-snapshot.ts';
import type { Ledger } from './ledger.ts';
import type { Kill } from './kill-schedule.ts';

export interface KillRunResult {
  seed: number;
  /** Empty when the run passed. */
  contradictions: string[];
  kills: number;
  /** How often each target was killed. */
  killsByTarget: Record<string, number>;
  /** The clocks of the replicas that ran in addition, such as `+20m`. */
  clocks: readonly string[];
  leads: { accepted: number; byKafka: number };
  /** Commands that Kafka acknowledged. */
  commands: { good: number; done: number; forged: number; refusals: Record<string, number> };
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
  targets: readonly string[];
  kills: readonly Kill[];
  /** The offsets of the wrong clocks. */
  clocks: readonly string[];
  ledger: Ledger;
  snapshot: SystemSnapshot;
  contradictions: string[];
  milliseconds: number;
}): KillRunResult {
  const { seed, targets, kills, clocks, ledger, snapshot, contradictions } = run;
  const { captured, judged, events, answers, handoffs, record } = snapshot;
  const steps = [...record.values()].flat();
  const topics = [captured, judged, events].map((all) => all.map(({ id }) => id));
  return {
    seed,
    contradictions,
    kills: kills.length,
    killsByTarget: Object.fromEntries(
      targets.map((name) => [name, kills.filter(({ target }) => target === name).length]),
    ),
    clocks,
    commands: {
      good: ledger.commands.filter(({ forgery }) => forgery === undefined).length,
      done: new Set(answers.flatMap(({ data }) => (data.outcome === 'done' ? [data.commandId] : []))).size,
      forged: ledger.commands.filter(({ forgery }) => forgery !== undefined).length,
      refusals: refusalsOf(ledger, snapshot),
    },
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

/** How often each problem was the answer to a command. */
function refusalsOf({ commands }: Ledger, { answers }: SystemSnapshot): Record<string, number> {
  const problems = new Map(answers.map(({ data }) => [data.commandId, data.problem?.type.split(':').at(-1)]));
  const refused = commands.flatMap(({ eventId }) => problems.get(eventId) ?? []);
  return Object.fromEntries([...Map.groupBy(refused, (problem) => problem)].map(([name, all]) => [name, all.length]));
}

const list = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([name, times]) => `${name} ${times}`)
    .join(', ');

/** The result for the terminal. */
export function killRunSummary(result: KillRunResult): string {
  const {
    killsByTarget,
    clocks,
    leads,
    commands,
    handoffs,
    steps,
    resentEvents,
    brokenPromises,
    contradictions,
    seed,
  } = result;
  return [
    `${result.kills} kills (${list(killsByTarget)}) in ${result.minutes.toFixed(1)} min, seed ${seed}`,
    `Additional replicas with a wrong clock: ${clocks.join(', ') || 'none'}`,
    `${commands.good} good commands over Kafka, ${commands.done} of them done; ${commands.forged} forged ones`,
    `Refused commands over Kafka: ${list(commands.refusals) || 'none'}`,
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
  const { kills, clocks, leads, commands, handoffs, steps, resentEvents, contradictions, seed, minutes } = result;
  const sent = `${commands.done} / ${commands.forged}`;
  const wrongClocks = clocks.join(', ') || 'none';
  const cells = [
    day,
    machine,
    seed,
    kills,
    wrongClocks,
    sent,
    leads.accepted,
    handoffs.all,
    steps.recorded,
    steps.answered,
    resentEvents,
  ];
  return `| ${[...cells, minutes.toFixed(1), contradictions.length].join(' | ')} |`;
}
