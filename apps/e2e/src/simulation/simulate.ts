import { topics } from '@baton/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import {
  ApiClient,
  endOffsets,
  kafkaClient,
  publishAgreementToScoring,
  servicesNotReady,
  UserError,
} from '@baton/testing';
import type { Addresses, TopicOffsets } from '@baton/testing';
import { ActionLog } from './action-log.ts';
import { planLeads } from './plan-leads.ts';
import { channelMix } from './channels.ts';
import { differences } from './compare.ts';
import type { ObservedState } from './compare.ts';
import { StateReader, readStepEvents } from './state-reader.ts';
import { reportedFigures, reportedRecords } from './reported-figures.ts';
import { SimulatedSales } from './simulated-sales.ts';
import { SignalSender } from './signal-sender.ts';
import { shortAgreement } from './short-agreement.ts';
import { comparisonTable } from './comparison-table.ts';

export interface SimulationOptions {
  addresses: Addresses;
  leads: number;
  seed: number;
  report: (line: string) => void;
}

export interface SimulationResult {
  table: string;
  differences: string[];
}

const MILLISECONDS_BETWEEN_LEADS = 450;
/** So many handoffs are in work at the same time. */
const MAX_OPEN_HANDOFFS = 40;
/** Beyond the time in which all are sent and every story is told. */
const SCENARIO_TIMEOUT_MILLISECONDS = 120_000;
const CONSISTENCY_TIMEOUT_MILLISECONDS = 60_000;

/** A world outside of a running system: people who come, and people who sell. Ends with a comparison of all accounts. */
export async function simulate({ addresses, leads, seed, report }: SimulationOptions): Promise<SimulationResult> {
  const notReady = await servicesNotReady(addresses);
  if (notReady.length > 0)
    throw new UserError(`Not ready: ${notReady.join(', ')}. Wait until npm start says that Baton is ready.`);
  const client = new ApiClient(addresses);
  const kafka = kafkaClient(addresses.kafka);
  const since = await endOffsets(kafka, topics.handoffs.name);
  const version = await publishAgreementToScoring(client, shortAgreement());
  report(`Agreement version ${version}, of short durations, holds for the simulation. Seed ${seed}.`);

  const begin = Date.now();
  const arrivalMilliseconds = leads * MILLISECONDS_BETWEEN_LEADS;
  const members = planLeads({ leads, seed, series: version, mix: channelMix(), arrivalMilliseconds });
  const actions = new ActionLog();
  const sales = new SimulatedSales({ client, kafka, actions, version, leads: members });
  const working = sales.run();
  const seconds = (): string => `${((Date.now() - begin) / 1000).toFixed(0)} s`;
  await new SignalSender(client, kafka, actions).sendAll(
    members,
    () => sales.progress.running.length < MAX_OPEN_HANDOFFS,
  );
  report(`${actions.signals.length} signals of ${leads} people are sent (${seconds()}).`);

  const stateReader = new StateReader(client, begin);
  let remaining = await remainingWork(stateReader, actions, sales, version);
  const isFinished = await retryUntil(SCENARIO_TIMEOUT_MILLISECONDS, async () => {
    remaining = await remainingWork(stateReader, actions, sales, version);
    return remaining === undefined;
  });
  if (isFinished) report(`Sales has dealt with all (${seconds()}).`);
  else
    actions.recordUnexpected(
      `Not everything came to rest within ${SCENARIO_TIMEOUT_MILLISECONDS / 1000} s after the last signal: ${remaining}`,
    );
  sales.close();
  await working;

  const observeNow = (): Promise<ObservedState> => observe(stateReader, client, kafka, since, version);
  let seen = await observeNow();
  await retryUntil(CONSISTENCY_TIMEOUT_MILLISECONDS, async () => {
    if (differences(actions, seen).length === 0) return true;
    seen = await observeNow();
    return differences(actions, seen).length === 0;
  });
  report(`Compared (${seconds()}).`);
  return { table: comparisonTable(actions, seen), differences: differences(actions, seen) };
}

/** Undefined when all is captured and judged, every story is told, and no clock is left that could still change anything. */
async function remainingWork(
  gatherer: StateReader,
  actions: ActionLog,
  floor: SimulatedSales,
  version: number,
): Promise<string | undefined> {
  const { seen, running } = floor.progress;
  if (running.length > 0) return `stories of ${running.join(', ')}`;
  const good = actions.signals.filter(({ isValid }) => isValid);
  const people = new Set(good.map(({ lead }) => lead.index)).size;
  const captured = (await gatherer.leadIds()).length;
  if (captured < people) return `${people - captured} people are not captured`;
  const handoffs = await gatherer.handoffs(version);
  if (handoffs.length > seen) return `${handoffs.length - seen} handoffs are not taken up`;
  const due = handoffs.filter(({ nextDueAt }) => nextDueAt !== null);
  if (due.length > 0)
    return due.map(({ handoffId, stage, nextDueAt }) => `${handoffId} ${stage} ${nextDueAt}`).join(', ');
  const leads = await gatherer.leads();
  const unjudged = leads.filter(
    ({ judgements, signals }) => new Set(judgements.map(({ signalId }) => signalId)).size !== signals,
  );
  if (unjudged.length > 0) return `leads not judged: ${unjudged.map(({ leadId }) => leadId).join(', ')}`;
  const wanted = leads.flatMap(({ leadId, judgements }) =>
    judgements.flatMap(({ handoffNumber }) =>
      handoffNumber === undefined ? [] : [`handoff-${leadId}-${handoffNumber}`],
    ),
  );
  const begun = new Set(handoffs.map(({ handoffId }) => handoffId));
  const missing = [...new Set(wanted)].filter((handoffId) => !begun.has(handoffId));
  if (missing.length > 0) return `not begun: ${missing.join(', ')}`;
  const signals = leads.reduce((sum, lead) => sum + lead.signals, 0);
  return signals < good.length ? `${good.length - signals} signals are not captured` : undefined;
}

async function observe(
  gatherer: StateReader,
  client: ApiClient,
  kafka: ReturnType<typeof kafkaClient>,
  since: TopicOffsets,
  version: number,
): Promise<ObservedState> {
  const handoffs = await gatherer.handoffs(version);
  const ids = handoffs.map(({ handoffId }) => handoffId);
  const [leads, events, alarms, quarantined, reported, reportedRecord] = await Promise.all([
    gatherer.leads(),
    readStepEvents(kafka, since, version),
    gatherer.handoffsWithTickets(),
    gatherer.quarantined(),
    reportedFigures(client, version),
    reportedRecords(client, ids),
  ]);
  return { leads, handoffs, events, alarms, quarantined, reported, reportedRecord };
}

/** Asks again until it is so, or the time is over. */
async function retryUntil(milliseconds: number, isSo: () => Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await pause(1500)) if (await isSo()) return true;
  return false;
}
