import { agreementPublished } from '@baton/contracts';
import type { AgreementPublished, HandoffStepRecorded, LeadCaptured, LeadJudged, LeadOutcome } from '@baton/contracts';
import { DAY, defaultAgreement } from '@baton/domain';
import type { Agreement, ImportedHistory, LeadSnapshot } from '@baton/domain';
import { SeededRandom } from '@baton/testing';
import { GeneratedHandoff } from './generated-handoff.ts';

/** An event of any topic, as consumers receive it. */
export type TopicEvent = { id: string; time: string } & (
  | { topic: 'captured'; data: LeadCaptured }
  | { topic: 'judged'; data: LeadJudged }
  | { topic: 'step'; data: HandoffStepRecorded }
  | { topic: 'outcome'; data: LeadOutcome }
  | { topic: 'agreement'; data: AgreementPublished }
);

export const eventLogStart = Date.parse('2026-03-02T00:00:00.000Z');
export const eventLogEnd = '2026-04-06T00:00:00.000Z';
const toIso = (moment: number): string => new Date(moment).toISOString();

/** Another time zone, work on Saturdays, other limits of lost, and returns that are accepted without a review in time. */
const pilot: Agreement = {
  ...defaultAgreement,
  sources: ['pilot'],
  calendar: {
    zone: 'America/Sao_Paulo',
    hours: { ...defaultAgreement.calendar.hours, saturday: [{ from: '10:00', to: '14:00' }] },
    specialDays: [{ date: '2026-03-18', kind: 'off' }],
  },
  returns: { ...defaultAgreement.returns, onSilence: 'accept' },
  promises: {
    ...defaultAgreement.promises,
    'first-contact': { ...defaultAgreement.promises['first-contact'], within: 'PT4H', remindAtShares: [0.5] },
  },
  money: { ...defaultAgreement.money, averageCheck: 900.5, currency: 'EUR' },
  lost: {
    uncontacted: 'PT12H',
    'touches-missed': 'PT1H',
    'no-activity': 'PT30H',
    'overturned-uncontacted': 'PT36H',
    unowned: 'PT48H',
  },
};

/** No lead was judged under it. Reports take the ranges of first contacts from it. */
const newest: Agreement = {
  ...defaultAgreement,
  reports: { ...defaultAgreement.reports, firstContactLimits: ['PT10M', 'PT45M', 'PT2H'] },
};

export const agreementEvent = (version: number, agreement: Agreement): TopicEvent => ({
  topic: 'agreement',
  id: `agreement/${version}`,
  time: '2026-01-01T00:00:00.000Z',
  data: agreementPublished.data.parse({
    version,
    publishedAt: '2026-01-01T00:00:00.000Z',
    publishedBy: 'admin',
    agreement,
  }),
});

/** The events of some leads within five weeks, in no particular order. */
export function generateEventLog(seed: number, leads: number): TopicEvent[] {
  const random = new SeededRandom(seed);
  const events = [agreementEvent(1, defaultAgreement), agreementEvent(2, pilot), agreementEvent(3, newest)];
  for (let index = 0; index < leads; index += 1) {
    events.push(...(random.chance(0.25) ? importedLead(random) : generatedLead(random)));
  }
  return events;
}

function randomSnapshot(random: SeededRandom, receivedAt: string): LeadSnapshot {
  const channel = random.pick(['ads', 'search', 'partner', undefined]);
  const segment = random.pick(['small', 'enterprise', undefined]);
  return {
    source: random.pick(['site', 'site', 'pilot']),
    ...(channel && { channel }),
    ...(segment && { segment }),
    ...(random.chance(0.5) && { campaign: random.pick(['spring', 'autumn']) }),
    reachableBy: ['phone', 'email'],
    flags: [],
    consent: true,
    signals: [{ signalId: 's1', kind: 'request', receivedAt }],
  };
}

function generatedLead(random: SeededRandom): TopicEvent[] {
  const leadId = random.uuid();
  const receivedAt = eventLogStart + random.between(0, 25 * 1440) * 60_000 + random.between(0, 60_000);
  const lead = randomSnapshot(random, toIso(receivedAt));
  return [capturedEvent(leadId, lead, toIso(receivedAt)), ...generatedHandoffs(random, leadId, lead, receivedAt, 1)];
}

/** The events of a lead's handoffs, the first of which starts with a signal received at this moment. */
function generatedHandoffs(
  random: SeededRandom,
  leadId: string,
  lead: LeadSnapshot,
  firstReceivedAt: number,
  firstNumber: number,
): TopicEvent[] {
  let receivedAt = firstReceivedAt;
  const agreementVersion = lead.source === 'pilot' ? 2 : 1;
  const agreement = agreementVersion === 2 ? pilot : defaultAgreement;
  const events: TopicEvent[] = [];
  const judged = (n: number | undefined, at: number, signalId: string): TopicEvent & { topic: 'judged' } => ({
    topic: 'judged',
    id: `judged/${leadId}/${signalId}`,
    time: toIso(at),
    data: {
      leadId,
      signalId,
      agreementVersion,
      createdBy: 'form',
      answers: [],
      askedCriteria: [],
      lead,
      signalReceivedAt: toIso(receivedAt),
      verdict: n === undefined ? 'nurtured' : 'mql',
      score: { points: 50, reasons: [] },
      ...(n !== undefined && { handoffNumber: n }),
    },
  });
  if (random.chance(0.1)) return [judged(undefined, receivedAt + 900, 's1')];
  if (random.chance(0.15)) return rejectedLead(random, judged(undefined, receivedAt + 900, 's1'));
  for (let n = firstNumber; n < firstNumber + 3; n += 1) {
    events.push(judged(n, receivedAt + 1000, `s${n}`));
    if (random.chance(0.1)) events.push(judged(n, receivedAt + DAY, `s${n}-again`));
    if (random.chance(0.08)) break;
    const delay = random.chance(0.05) ? 30 * 3_600_000 : 2000;
    const handoff = new GeneratedHandoff(`handoff-${leadId}-${n}`, toIso(receivedAt + delay), agreement, random);
    handoff.run(
      {
        createdBy: 'website-form',
        lead,
        answers: [],
        askedCriteria: [],
        score: 50,
        signalReceivedAt: toIso(receivedAt),
      },
      eventLogEnd,
    );
    receivedAt = Date.parse(handoff.now) + random.between(1, 5 * 1440) * 60_000;
    const isBack = handoff.state.stage === 'ended' && receivedAt <= Date.parse(eventLogEnd) && random.chance(0.4);
    const nextId = `handoff-${leadId}-${n + 1}`;
    if (isBack && n < firstNumber + 2 && handoff.state.ending === 'postponed')
      handoff.resume(nextId, n + 1, receivedAt);
    events.push(...outcomeEvents(random, leadId, n, handoff));
    events.push(...stepEvents(handoff, leadId, n, agreementVersion));
    if (!isBack) break;
    events.push(newSignalEvent(random, leadId, lead, `s${n + 1}`, toIso(receivedAt)));
  }
  return events;
}

/** A lead with a red flag, or one that marketing rejects in a review; some are judged again later. */
function rejectedLead(random: SeededRandom, judged: TopicEvent & { topic: 'judged' }): TopicEvent[] {
  const { id, time, data } = judged;
  const later = (minutes: number): string => toIso(Date.parse(time) + minutes * 60_000);
  const rejection = { ...data, verdict: 'rejected' as const };
  const again = { ...judged, id: `${id}/again`, time: later(random.between(20_000, 40_000)) };
  const judgedAgain = random.chance(0.3) ? [again] : [];
  if (random.chance(0.5)) return [{ ...judged, data: rejection }, ...judgedAgain];
  const reviewedAt = later(random.between(1, 20_000));
  const review = { ...rejection, nurtureReview: { reviewedBy: 'marina', reviewedAt } };
  return [judged, { ...judged, id: `${id}/review`, time: reviewedAt, data: review }, ...judgedAgain];
}

/** A lead of imported history, an MQL or not; some send new signals. */
function importedLead(random: SeededRandom): TopicEvent[] {
  const leadId = random.uuid();
  const day = toIso(eventLogStart + random.between(-300, 20) * DAY).slice(0, 10);
  const at = eventLogStart + random.between(0, 30) * DAY;
  const lead = randomSnapshot(random, `${day}T00:00:00.000Z`);
  const decidedAt = toIso(Date.parse(day) + random.between(-2, 200) * DAY + random.between(0, 1440) * 60_000);
  const outcome = { leadId, decidedAt, imported: true } as const;
  const data = random.pick<LeadOutcome>([
    { ...outcome, outcome: 'won' },
    { ...outcome, outcome: 'lost', reason: 'price' },
    { ...outcome, outcome: 'lost', reason: 'price', wasSql: true },
  ]);
  const outcomes: (TopicEvent & { topic: 'outcome' })[] = random.chance(0.7)
    ? [{ topic: 'outcome', id: `outcome/${leadId}`, time: decidedAt, data }]
    : [];
  // A lead that was won or lost had been an MQL.
  const isMql = outcomes.length > 0 || random.chance(0.3);
  const importedHistory = { day, ...(isMql && { verdict: 'mql' as const }) };
  const common = { leadId, signalId: 's1', createdBy: 'file.csv', lead, importedHistory };
  const returningEvents = (): TopicEvent[] => {
    const backAt = at + random.between(1, 5 * 1440) * 60_000;
    const again = newSignalEvent(random, leadId, lead, 's2', toIso(backAt));
    return [again, ...generatedHandoffs(random, leadId, lead, backAt, isMql ? 2 : 1)];
  };
  return [
    { topic: 'captured', id: `${leadId}/s1`, time: toIso(at), data: { ...common, isNew: true } },
    {
      topic: 'judged',
      id: `judged/${leadId}/imported`,
      time: toIso(at),
      data: {
        ...common,
        agreementVersion: 1,
        signalReceivedAt: `${day}T00:00:00.000Z`,
        answers: [],
        askedCriteria: [],
        verdict: isMql ? 'mql' : 'nurtured',
        score: { points: 0, reasons: [] },
        ...(isMql && { handoffNumber: 1 }),
      },
    },
    ...outcomes,
    ...(isMql ? importedHandoff(random, leadId, lead, importedHistory, toIso(at), outcomes) : []),
    ...(random.chance(0.6) ? returningEvents() : []),
  ];
}

function importedHandoff(
  random: SeededRandom,
  leadId: string,
  lead: LeadSnapshot,
  history: ImportedHistory,
  at: string,
  outcomes: (TopicEvent & { topic: 'outcome' })[],
): TopicEvent[] {
  const handoff = new GeneratedHandoff(`handoff-${leadId}-1`, at, defaultAgreement, random);
  handoff.append([{ at, actor: { kind: 'system', id: 'import' }, step: { type: 'imported', lead, history } }]);
  for (const { id: outcomeId, time, data } of outcomes) {
    const step = { type: 'outcome-recorded', outcomeId, outcome: data.outcome } as const;
    handoff.append([{ at: time, actor: { kind: 'system', id: 'outcomes' }, step }]);
  }
  return stepEvents(handoff, leadId, 1, 1);
}

const capturedEvent = (leadId: string, lead: LeadSnapshot, time: string): TopicEvent => ({
  topic: 'captured',
  id: `${leadId}/s1`,
  time,
  data: { leadId, signalId: 's1', isNew: true, createdBy: 'form', lead },
});

/** Another signal of a known lead, with more attributes than before. */
function newSignalEvent(
  random: SeededRandom,
  leadId: string,
  lead: LeadSnapshot,
  signalId: string,
  time: string,
): TopicEvent {
  const { channel = random.pick(['ads', 'search']), campaign = 'spring', signals } = lead;
  const more: LeadSnapshot = {
    ...lead,
    channel,
    campaign,
    segment: random.pick(['small', 'enterprise']),
    signals: [...signals, { signalId, kind: 'demo', receivedAt: time }],
  };
  const data = { leadId, signalId, isNew: false, createdBy: 'form', lead: more };
  // A random id, because ids do not have to follow the order of events.
  return { topic: 'captured', id: random.uuid(), time, data };
}

function outcomeEvents(random: SeededRandom, leadId: string, n: number, handoff: GeneratedHandoff): TopicEvent[] {
  if (handoff.state.ending !== 'sql' && !random.chance(0.03)) return [];
  const firstAt = Date.parse(handoff.now) + random.between(1, 4000) * 60_000;
  return ['b', 'a', 'refund'].flatMap((letter): TopicEvent[] => {
    if (!random.chance(0.7)) return [];
    const outcomeId = `outcome/${leadId}/${n}/${letter}`;
    // A mistake is corrected by reporting the outcome again, with the same or another time.
    const at = toIso(random.chance(0.5) ? firstAt : firstAt + random.between(-1, 4000) * 60_000);
    const outcome = letter === 'refund' ? 'refunded' : random.pick(['won', 'won', 'lost']);
    // The record refuses some.
    if (random.chance(0.9)) {
      handoff.append([
        { at, actor: { kind: 'system', id: 'outcomes' }, step: { type: 'outcome-recorded', outcomeId, outcome } },
      ]);
    }
    const common = { leadId, decidedAt: at, ...(random.chance(0.5) && { handoffNumber: n }) };
    const data: LeadOutcome =
      outcome === 'won'
        ? { ...common, outcome, amount: random.between(100, 90_000), currency: 'RUB' }
        : outcome === 'refunded'
          ? { ...common, outcome, amount: random.between(1, 100), currency: 'RUB' }
          : { ...common, outcome, reason: 'price' };
    // Outcomes are often reported late, and so possibly after a later one.
    const reportedAt = toIso(Date.parse(at) + random.between(0, 2000) * 60_000);
    return [{ topic: 'outcome', id: outcomeId, time: reportedAt, data }];
  });
}

export const stepEvents = (handoff: GeneratedHandoff, leadId: string, n: number, version: number): TopicEvent[] =>
  handoff.steps.map((recorded) => ({
    topic: 'step',
    id: `${recorded.handoffId}/${recorded.version}`,
    time: recorded.recordedAt,
    data: { ...recorded, leadId, handoffNumber: n, agreementVersion: version },
  }));
