import { topics } from '@baton/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import { assertReady } from '../system/addresses.ts';
import type { Addresses } from '../system/addresses.ts';
import { Outside } from '../system/outside.ts';
import { publishAgreement } from '../system/publish-agreement.ts';
import { endOf, kafkaClient } from '../system/topic.ts';
import type { Place } from '../system/topic.ts';
import { Book } from './book.ts';
import { cast } from './cast.ts';
import { channelMix } from './channels.ts';
import { differences } from './compare.ts';
import type { Seen } from './compare.ts';
import { Gatherer, recordedEvents } from './gather.ts';
import { reportedFigures, reportedRecords } from './reported.ts';
import { SalesFloor } from './sales-floor.ts';
import { Senders } from './senders.ts';
import { shortAgreement } from './short-agreement.ts';
import { tableOf } from './table.ts';

export interface SimulationOptions {
  addresses: Addresses;
  leads: number;
  seed: number;
  tell: (line: string) => void;
}

export interface SimulationResult {
  table: string;
  differences: string[];
}

const MILLISECONDS_BETWEEN_LEADS = 450;
/** So many handoffs are in work at the same time. */
const MOST_AT_ONCE = 40;
/** Beyond the time in which all are sent and every story is told. */
const LONGEST_STORIES = 120_000;
const LONGEST_SETTLING = 60_000;

/** A world outside of a running system: people who come, and people who sell. Ends with a comparison of all accounts. */
export async function simulate({ addresses, leads, seed, tell }: SimulationOptions): Promise<SimulationResult> {
  await assertReady(addresses);
  const outside = new Outside(addresses);
  const kafka = kafkaClient(addresses.kafka);
  const since = await endOf(kafka, topics.handoffs.name);
  const version = await publishAgreement(outside, shortAgreement());
  tell(`Agreement version ${version}, of short durations, holds for the simulation. Seed ${seed}.`);

  const begin = Date.now();
  const arrivalMilliseconds = leads * MILLISECONDS_BETWEEN_LEADS;
  const members = cast({ leads, seed, series: version, mix: channelMix(), arrivalMilliseconds });
  const book = new Book();
  const floor = new SalesFloor({ outside, kafka, book, version, members });
  const working = floor.work();
  const seconds = (): string => `${((Date.now() - begin) / 1000).toFixed(0)} s`;
  await new Senders(outside, kafka, book).sendAll(members, () => floor.load.running.length < MOST_AT_ONCE);
  tell(`${book.signals.length} signals of ${leads} people are sent (${seconds()}).`);

  const gatherer = new Gatherer(outside, begin);
  let left = await whatIsLeft(gatherer, book, floor, version);
  const quiet = await within(LONGEST_STORIES, async () => {
    left = await whatIsLeft(gatherer, book, floor, version);
    return left === undefined;
  });
  if (quiet) tell(`Sales has dealt with all (${seconds()}).`);
  else book.complain(`Not everything came to rest within ${LONGEST_STORIES / 1000} s after the last signal: ${left}`);
  floor.close();
  await working;

  const look = (): Promise<Seen> => lookAt(gatherer, outside, kafka, since, version);
  let seen = await look();
  await within(LONGEST_SETTLING, async () => {
    if (differences(book, seen).length === 0) return true;
    seen = await look();
    return differences(book, seen).length === 0;
  });
  tell(`Compared (${seconds()}).`);
  return { table: tableOf(book, seen), differences: differences(book, seen) };
}

/** Undefined when all is captured and judged, every story is told, and no clock is left that could still change anything. */
async function whatIsLeft(
  gatherer: Gatherer,
  book: Book,
  floor: SalesFloor,
  version: number,
): Promise<string | undefined> {
  const { seen, running } = floor.load;
  if (running.length > 0) return `stories of ${running.join(', ')}`;
  const good = book.signals.filter(({ isGood }) => isGood);
  const people = new Set(good.map(({ member }) => member.index)).size;
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

async function lookAt(
  gatherer: Gatherer,
  outside: Outside,
  kafka: ReturnType<typeof kafkaClient>,
  since: Place,
  version: number,
): Promise<Seen> {
  const handoffs = await gatherer.handoffs(version);
  const ids = handoffs.map(({ handoffId }) => handoffId);
  const [leads, events, alarms, quarantined, reported, reportedRecord] = await Promise.all([
    gatherer.leads(),
    recordedEvents(kafka, since, version),
    gatherer.alarms(),
    gatherer.quarantined(),
    reportedFigures(outside, version),
    reportedRecords(outside, ids),
  ]);
  return { leads, handoffs, events, alarms, quarantined, reported, reportedRecord };
}

/** Asks again until it is so, or the time is over. */
async function within(milliseconds: number, isSo: () => Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await pause(1500)) if (await isSo()) return true;
  return false;
}
