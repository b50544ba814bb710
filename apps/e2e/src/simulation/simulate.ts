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
/** No further leads are sent while more handoffs are open. */
const MAX_OPEN_HANDOFFS = 40;
/** How long scenarios may take after the last lead was sent. */
const SCENARIO_TIMEOUT_MILLISECONDS = 120_000;
const CONSISTENCY_TIMEOUT_MILLISECONDS = 60_000;

/** Simulates leads and a sales team against a running system, and compares all accounts at the end. */
export async function simulate({ addresses, leads, seed, report }: SimulationOptions): Promise<SimulationResult> {
  const notReady = await servicesNotReady(addresses);
  if (notReady.length > 0)
    throw new UserError(`Not ready: ${notReady.join(', ')}. Wait until npm start says that Baton is ready.`);
  const client = new ApiClient(addresses);
  const kafka = kafkaClient(addresses.kafka);
  const since = await endOffsets(kafka, topics.handoffs.name);
  const version = await publishAgreementToScoring(client, shortAgreement());
  report(`Published agreement version ${version} with short durations for the simulation. Seed ${seed}.`);

  const begin = Date.now();
  const arrivalMilliseconds = leads * MILLISECONDS_BETWEEN_LEADS;
  const simulatedLeads = planLeads({ leads, seed, series: version, mix: channelMix(), arrivalMilliseconds });
  const actions = new ActionLog();
  const sales = new SimulatedSales({ client, kafka, actions, version, leads: simulatedLeads });
  const working = sales.run();
  const seconds = (): string => `${((Date.now() - begin) / 1000).toFixed(0)} s`;
  await new SignalSender(client, kafka, actions).sendAll(
    simulatedLeads,
    () => sales.progress.running.length < MAX_OPEN_HANDOFFS,
  );
  report(`Sent ${actions.signals.length} signals from ${leads} people (${seconds()}).`);

  const stateReader = new StateReader(client, begin);
  let remaining = await remainingWork(stateReader, actions, sales, version);
  const isFinished = await retryUntil(SCENARIO_TIMEOUT_MILLISECONDS, async () => {
    remaining = await remainingWork(stateReader, actions, sales, version);
    return remaining === undefined;
  });
  if (isFinished) report(`All scenarios have ended (${seconds()}).`);
  else
    actions.recordUnexpected(
      `The simulation did not end within ${SCENARIO_TIMEOUT_MILLISECONDS / 1000} s after the last signal: ${remaining}`,
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

/** What the simulation still waits for. Undefined when all leads are judged, all scenarios ended and no deadline is left. */
async function remainingWork(
  stateReader: StateReader,
  actions: ActionLog,
  sales: SimulatedSales,
  version: number,
): Promise<string | undefined> {
  const { seen, running } = sales.progress;
  if (running.length > 0) return `running scenarios: ${running.join(', ')}`;
  const good = actions.signals.filter(({ isValid }) => isValid);
  const people = new Set(good.map(({ lead }) => lead.index)).size;
  const captured = (await stateReader.leadIds()).length;
  if (captured < people) return `${people - captured} people are not captured`;
  const handoffs = await stateReader.handoffs(version);
  if (handoffs.length > seen) return `${handoffs.length - seen} handoffs have no scenario yet`;
  const due = handoffs.filter(({ nextDueAt }) => nextDueAt !== null);
  if (due.length > 0)
    return due.map(({ handoffId, stage, nextDueAt }) => `${handoffId} ${stage} ${nextDueAt}`).join(', ');
  const leads = await stateReader.leads();
  const unjudged = leads.filter(
    ({ judgements, signals }) => new Set(judgements.map(({ signalId }) => signalId)).size !== signals,
  );
  if (unjudged.length > 0) return `leads not judged: ${unjudged.map(({ leadId }) => leadId).join(', ')}`;
  const expected = leads.flatMap(({ leadId, judgements }) =>
    judgements.flatMap(({ handoffNumber }) =>
      handoffNumber === undefined ? [] : [`handoff-${leadId}-${handoffNumber}`],
    ),
  );
  const started = new Set(handoffs.map(({ handoffId }) => handoffId));
  const missing = [...new Set(expected)].filter((handoffId) => !started.has(handoffId));
  if (missing.length > 0) return `not started: ${missing.join(', ')}`;
  const signals = leads.reduce((sum, lead) => sum + lead.signals, 0);
  return signals < good.length ? `${good.length - signals} signals are not captured` : undefined;
}

async function observe(
  stateReader: StateReader,
  client: ApiClient,
  kafka: ReturnType<typeof kafkaClient>,
  since: TopicOffsets,
  version: number,
): Promise<ObservedState> {
  const handoffs = await stateReader.handoffs(version);
  const ids = handoffs.map(({ handoffId }) => handoffId);
  const [leads, events, withTickets, quarantined, reported, reportedRecord] = await Promise.all([
    stateReader.leads(),
    readStepEvents(kafka, since, version),
    stateReader.handoffsWithTickets(),
    stateReader.quarantined(),
    reportedFigures(client, version),
    reportedRecords(client, ids),
  ]);
  return { leads, handoffs, events, withTickets, quarantined, reported, reportedRecord };
}

/** Repeats the check until it succeeds or the time is over. */
async function retryUntil(milliseconds: number, condition: () => Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await pause(1500)) if (await condition()) return true;
  return false;
}
