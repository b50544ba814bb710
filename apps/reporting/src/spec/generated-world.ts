import { agreementPublished } from '@baton/contracts';
import type { AgreementPublished, HandoffStepRecorded, LeadCaptured, LeadJudged, LeadOutcome } from '@baton/contracts';
import { defaultAgreement } from '@baton/domain';
import type { Agreement, ImportedHistory, LeadSnapshot } from '@baton/domain';
import { Chance } from './chance.ts';
import { GeneratedHandoff } from './generated-handoff.ts';

/** An event of any topic, as a consumer gets it. */
export type WorldEvent = { id: string; time: string } & (
  | { topic: 'captured'; data: LeadCaptured }
  | { topic: 'judged'; data: LeadJudged }
  | { topic: 'step'; data: HandoffStepRecorded }
  | { topic: 'outcome'; data: LeadOutcome }
  | { topic: 'agreement'; data: AgreementPublished }
);

const DAY = 86_400_000;
export const worldBegins = Date.parse('2026-03-02T00:00:00.000Z');
export const worldEnds = '2026-04-06T00:00:00.000Z';
const iso = (moment: number): string => new Date(moment).toISOString();

/** Half a world away, at work on Saturdays, and content with a return that marketing says nothing to. */
const pilot: Agreement = {
  ...defaultAgreement,
  sources: ['pilot'],
  calendar: {
    zone: 'America/Sao_Paulo',
    hours: { ...defaultAgreement.calendar.hours, saturday: [{ from: '10:00', to: '14:00' }] },
    days: [{ date: '2026-03-18', kind: 'off' }],
  },
  returns: { ...defaultAgreement.returns, silence: 'consent' },
  promises: {
    ...defaultAgreement.promises,
    'first-contact': { ...defaultAgreement.promises['first-contact'], within: 'PT4H', remindAt: [0.5] },
  },
  money: { ...defaultAgreement.money, averageCheck: 900.5, currency: 'EUR' },
};
export const published = (version: number, agreement: Agreement): WorldEvent => ({
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

/** Everything that happened to some leads within five weeks, in some order of its own. */
export function generateWorld(seed: number, leads: number): WorldEvent[] {
  const chance = new Chance(seed);
  const events = [published(1, defaultAgreement), published(2, pilot)];
  for (let index = 0; index < leads; index += 1) {
    events.push(...(chance.happens(0.25) ? importedLead(chance) : livedLead(chance)));
  }
  return events;
}

function snapshot(chance: Chance, receivedAt: string): LeadSnapshot {
  const channel = chance.pick('ads', 'search', 'partner', undefined);
  const segment = chance.pick('small', 'enterprise', undefined);
  return {
    source: chance.pick('site', 'site', 'pilot'),
    ...(channel && { channel }),
    ...(segment && { segment }),
    ...(chance.happens(0.5) && { campaign: chance.pick('spring', 'autumn') }),
    reachableBy: ['phone', 'email'],
    flags: [],
    consent: true,
    signals: [{ signalId: 's1', kind: 'request', receivedAt }],
  };
}

function livedLead(chance: Chance): WorldEvent[] {
  const leadId = chance.uuid();
  const receivedAt = worldBegins + chance.between(0, 25 * 1440) * 60_000 + chance.between(0, 60_000);
  const lead = snapshot(chance, iso(receivedAt));
  return [captured(leadId, lead, iso(receivedAt)), ...livedHandoffs(chance, leadId, lead, receivedAt, 1)];
}

/** What comes of a lead's signal, the first one of which is received at this moment. */
function livedHandoffs(
  chance: Chance,
  leadId: string,
  lead: LeadSnapshot,
  firstReceivedAt: number,
  firstNumber: number,
): WorldEvent[] {
  let receivedAt = firstReceivedAt;
  const agreementVersion = lead.source === 'pilot' ? 2 : 1;
  const agreement = agreementVersion === 2 ? pilot : defaultAgreement;
  const events: WorldEvent[] = [];
  const judged = (n: number | undefined, at: number, signalId: string): WorldEvent => ({
    topic: 'judged',
    id: `judged/${leadId}/${signalId}`,
    time: iso(at),
    data: {
      ...{ leadId, signalId, agreementVersion, createdBy: 'form', answers: [], asked: [], lead },
      signalReceivedAt: iso(receivedAt),
      verdict: n === undefined ? 'nurtured' : 'mql',
      score: { points: 50, reasons: [] },
      ...(n !== undefined && { handoffNumber: n }),
    },
  });
  if (chance.happens(0.1)) return [judged(undefined, receivedAt + 900, 's1')];
  for (let n = firstNumber; n < firstNumber + 3; n += 1) {
    events.push(judged(n, receivedAt + 1000, `s${n}`));
    if (chance.happens(0.1)) events.push(judged(n, receivedAt + DAY, `s${n}-again`));
    if (chance.happens(0.08)) break;
    const delay = chance.happens(0.05) ? 30 * 3_600_000 : 2000;
    const handoff = new GeneratedHandoff(`handoff-${leadId}-${n}`, iso(receivedAt + delay), agreement, chance);
    handoff.live(
      { createdBy: 'website-form', lead, answers: [], asked: [], score: 50, signalReceivedAt: iso(receivedAt) },
      worldEnds,
    );
    events.push(...outcomes(chance, leadId, n, handoff));
    events.push(...stepEvents(handoff, leadId, n, agreementVersion));
    receivedAt = Date.parse(handoff.now) + chance.between(1, 5 * 1440) * 60_000;
    if (handoff.state.stage !== 'ended' || receivedAt > Date.parse(worldEnds) || chance.happens(0.6)) break;
    events.push(capturedAgain(chance, leadId, lead, `s${n + 1}`, iso(receivedAt)));
  }
  return events;
}

/** A lead of before Baton, an MQL or one that was merely known; some come back. */
function importedLead(chance: Chance): WorldEvent[] {
  const leadId = chance.uuid();
  const day = iso(worldBegins + chance.between(-300, 20) * DAY).slice(0, 10);
  const at = worldBegins + chance.between(0, 30) * DAY;
  const lead = snapshot(chance, `${day}T00:00:00.000Z`);
  const isMql = chance.happens(0.6);
  const imported = { day, ...(isMql && { verdict: 'mql' as const }) };
  const wonAt = iso(Date.parse(day) + chance.between(-2, 200) * DAY + chance.between(0, 1440) * 60_000);
  const outcomeId = `outcome/${leadId}`;
  const won: WorldEvent[] = chance.happens(0.7)
    ? [{ topic: 'outcome', id: outcomeId, time: wonAt, data: { outcome: 'won', leadId, at: wonAt, imported: true } }]
    : [];
  const common = { leadId, signalId: 's1', createdBy: 'file.csv', lead, imported };
  const comesBack = (): WorldEvent[] => {
    const backAt = at + chance.between(1, 5 * 1440) * 60_000;
    const again = capturedAgain(chance, leadId, lead, 's2', iso(backAt));
    return [again, ...livedHandoffs(chance, leadId, lead, backAt, isMql ? 2 : 1)];
  };
  return [
    { topic: 'captured', id: `${leadId}/s1`, time: iso(at), data: { ...common, isNew: true } },
    {
      topic: 'judged',
      id: `judged/${leadId}/imported`,
      time: iso(at),
      data: {
        ...common,
        ...{ agreementVersion: 1, signalReceivedAt: `${day}T00:00:00.000Z`, answers: [], asked: [] },
        ...{
          verdict: isMql ? 'mql' : 'nurtured',
          score: { points: 0, reasons: [] },
          ...(isMql && { handoffNumber: 1 }),
        },
      },
    },
    ...won,
    ...(isMql ? importedHandoff(chance, leadId, lead, imported, iso(at), won) : []),
    ...(chance.happens(0.6) ? comesBack() : []),
  ];
}

function importedHandoff(
  chance: Chance,
  leadId: string,
  lead: LeadSnapshot,
  history: ImportedHistory,
  at: string,
  won: WorldEvent[],
): WorldEvent[] {
  const handoff = new GeneratedHandoff(`handoff-${leadId}-1`, at, defaultAgreement, chance);
  handoff.append([{ at, actor: { kind: 'system', id: 'import' }, step: { type: 'imported', lead, history } }]);
  for (const { id: outcomeId, time } of won.filter(() => chance.happens(0.5))) {
    const step = { type: 'outcome-recorded', outcomeId, outcome: 'won' } as const;
    handoff.append([{ at: time, actor: { kind: 'system', id: 'outcomes' }, step }]);
  }
  return stepEvents(handoff, leadId, 1, 1);
}

const captured = (leadId: string, lead: LeadSnapshot, time: string): WorldEvent => ({
  topic: 'captured',
  id: `${leadId}/s1`,
  time,
  data: { leadId, signalId: 's1', isNew: true, createdBy: 'form', lead },
});

/** Another signal of a known lead, of which something more is known now. */
function capturedAgain(chance: Chance, leadId: string, lead: LeadSnapshot, signalId: string, time: string): WorldEvent {
  const { channel = chance.pick('ads', 'search'), campaign = 'spring', signals } = lead;
  const more: LeadSnapshot = {
    ...{ ...lead, channel, campaign, segment: chance.pick('small', 'enterprise') },
    signals: [...signals, { signalId, kind: 'demo', receivedAt: time }],
  };
  const data = { leadId, signalId, isNew: false, createdBy: 'form', lead: more };
  // Ids say nothing of which came first.
  return { topic: 'captured', id: chance.uuid(), time, data };
}

function outcomes(chance: Chance, leadId: string, n: number, handoff: GeneratedHandoff): WorldEvent[] {
  if (handoff.state.ending !== 'sql' && !chance.happens(0.03)) return [];
  const firstAt = Date.parse(handoff.now) + chance.between(1, 4000) * 60_000;
  return ['b', 'a'].flatMap((letter): WorldEvent[] => {
    if (!chance.happens(0.6)) return [];
    const outcomeId = `outcome/${leadId}/${n}/${letter}`;
    // A mistake is corrected by telling anew what happened at the same moment, or at another one.
    const at = iso(chance.happens(0.5) ? firstAt : firstAt + chance.between(-1, 4000) * 60_000);
    const outcome = chance.pick('won', 'won', 'lost');
    if (chance.happens(0.6)) {
      handoff.append([
        { at, actor: { kind: 'system', id: 'outcomes' }, step: { type: 'outcome-recorded', outcomeId, outcome } },
      ]);
    }
    const common = { leadId, at, ...(chance.happens(0.5) && { handoffNumber: n }) };
    const data: LeadOutcome =
      outcome === 'won'
        ? { ...common, outcome, amount: chance.between(100, 90_000), currency: 'RUB' }
        : { ...common, outcome, reason: 'price' };
    // Told now and then a while after, and so perhaps after one that happened later.
    const toldAt = iso(Date.parse(at) + chance.between(0, 2000) * 60_000);
    return [{ topic: 'outcome', id: outcomeId, time: toldAt, data }];
  });
}

const stepEvents = (handoff: GeneratedHandoff, leadId: string, n: number, agreementVersion: number): WorldEvent[] =>
  handoff.steps.map((recorded) => ({
    topic: 'step',
    id: `${recorded.handoffId}/${recorded.version}`,
    time: recorded.recordedAt,
    data: { ...recorded, leadId, handoffNumber: n, agreementVersion },
  }));
