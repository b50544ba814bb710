import { aLead, aPublishedAgreement, aLeadWithoutProfile, aShortAgreement, aSignal } from '@baton/testing';
import type { LeadSnapshot, SignalKind } from '@baton/domain';
import { agreementInForce, agreementsByVersion, initialAgreement } from './agreements.ts';
import type { HandoffSummary } from './handoffs.ts';
import { judgeSignal } from './judge-signal.ts';
import type { SignalToJudge } from './judge-signal.ts';

const at = (time: string): string => `2026-03-02T${time}:00.000Z`;
const agreements = agreementsByVersion([aPublishedAgreement({ version: 2, publishedAt: at('10:00') })]);

const open: HandoffSummary = { number: 1, agreementVersion: 1, openedAt: at('09:00') };
const over: HandoffSummary = { ...open, endedAt: at('11:00'), ending: 'returned' };

function signalled(time: string, kind: SignalKind = 'request', lead: LeadSnapshot = aLead()) {
  const signal = aSignal({ kind, receivedAt: at(time) });
  return { signalId: signal.signalId, receivedAt: at(time), lead: { ...lead, signals: [signal] } };
}

describe('taking a signal', () => {
  it('opens a handoff under the agreement that was in force when the signal was received', () => {
    const { judged, handoffs } = judgeSignal([], signalled('10:00'), agreements);
    expect(judged).toMatchObject({ agreementVersion: 2, handoffNumber: 1 });
    expect(handoffs).toEqual([{ number: 1, agreementVersion: 2, openedAt: at('10:00') }]);
    expect(judgeSignal([], signalled('09:59'), agreements).judged.agreementVersion).toBe(1);
  });

  it('keeps number and agreement of the open handoff, also when a newer agreement holds by now', () => {
    const { judged, handoffs } = judgeSignal([open], signalled('10:30'), agreements);
    expect(judged).toMatchObject({ agreementVersion: 1, handoffNumber: 1, withinHandoff: 1 });
    expect(handoffs).toEqual([open]);
  });

  it('opens no second handoff for a signal that overtook the one that opened the first', () => {
    const { judged, handoffs } = judgeSignal([open], signalled('08:59'), agreements);
    expect(judged).toMatchObject({ handoffNumber: 1, withinHandoff: 1 });
    expect(handoffs).toEqual([open]);
  });

  it('takes a signal at the very moment of the end for one after it', () => {
    expect(judgeSignal([over], signalled('10:59'), agreements).judged.handoffNumber).toBe(1);
    expect(judgeSignal([over], signalled('11:00'), agreements).judged.handoffNumber).toBe(2);
  });

  it('gives no number and no review to what is no MQL while a handoff is open', () => {
    const { judged } = judgeSignal([open], signalled('10:30', 'content', aLeadWithoutProfile()), agreements);
    expect(judged.judgement.verdict).toBe('nurtured');
    expect(judged).not.toHaveProperty('handoffNumber');
    expect(judged).not.toHaveProperty('reviewDueAt');
  });

  it('wants interest anew after a handoff that ended', () => {
    const earlier = aSignal({ kind: 'request', receivedAt: at('09:00') });
    const visit = signalled('12:00', 'visit');
    const lead = { ...visit.lead, signals: [earlier, ...visit.lead.signals] };
    expect(judgeSignal([over], { ...visit, lead }, agreements).judged.judgement.verdict).toBe('nurtured');
    expect(judgeSignal([open], { ...visit, lead }, agreements).judged.judgement.verdict).toBe('mql');
  });

  it('judges anew what was received before the end and is not in the record: sales was never told of it', () => {
    const inTheRecord = signalled('10:58');
    const tooLate = signalled('10:59');
    const recorded = { ...over, signalIds: [inTheRecord.signalId] };
    expect(judgeSignal([recorded], inTheRecord, agreements).judged).toMatchObject({
      handoffNumber: 1,
      withinHandoff: 1,
    });
    const { judged, handoffs } = judgeSignal([recorded], tooLate, agreements);
    expect(judged).toMatchObject({ handoffNumber: 2, agreementVersion: 2 });
    expect(judged).not.toHaveProperty('withinHandoff');
    expect(handoffs).toEqual([recorded, { number: 2, agreementVersion: 2, openedAt: at('10:59') }]);
  });

  it('counts for what reached the handoff too late only what sales was never told of either', () => {
    const request = aSignal({ kind: 'request', receivedAt: at('09:00') });
    const recorded = { ...over, signalIds: [request.signalId] };
    const visit = signalled('10:59', 'visit');
    const lead = { ...visit.lead, signals: [request, ...visit.lead.signals] };
    expect(judgeSignal([recorded], { ...visit, lead }, agreements).judged.judgement.verdict).toBe('nurtured');
    const content = aSignal({ kind: 'content', receivedAt: at('10:58') });
    const interested = { ...lead, signals: [request, content, ...visit.lead.signals] };
    expect(judgeSignal([recorded], { ...visit, lead: interested }, agreements).judged.handoffNumber).toBe(2);
  });

  it('takes up nothing that the lead asked for before it opted out, and what it asks for after that', () => {
    const optedOut: HandoffSummary = { ...over, ending: 'opted-out', signalIds: [] };
    expect(judgeSignal([optedOut], signalled('10:59'), agreements).judged.handoffNumber).toBe(1);
    expect(judgeSignal([optedOut], signalled('11:01'), agreements).judged.handoffNumber).toBe(2);
  });

  it('imports a past handoff as one that is over, and counts on from it', () => {
    const past = { ...signalled('08:00'), importedHistory: { day: '2026-03-02', verdict: 'mql' } as const };
    const { judged, handoffs } = judgeSignal([], past, agreements);
    expect(judged).toMatchObject({ handoffNumber: 1, judgement: { answers: [] } });
    expect(judgeSignal(handoffs, signalled('09:00'), agreements).judged.handoffNumber).toBe(2);
  });

  it('wants interest anew of a lead that was imported, whatever had become of it', () => {
    const past = { ...signalled('08:00'), importedHistory: { day: '2026-03-02' } };
    const visit = signalled('12:00', 'visit');
    const lead = { ...visit.lead, signals: [...past.lead.signals, ...visit.lead.signals] };
    const verdictOf = (signal: SignalToJudge): string =>
      judgeSignal([], signal, agreements, [past.signalId]).judged.judgement.verdict;
    expect(judgeSignal([], past, agreements).judged.judgement.verdict).toBe('nurtured');
    expect(verdictOf({ ...visit, lead })).toBe('nurtured');
    const request = signalled('13:00');
    expect(verdictOf({ ...request, lead: { ...lead, signals: [...lead.signals, ...request.lead.signals] } })).toBe(
      'mql',
    );
  });

  it('lets no imported handoff swallow a live signal, also when its day lies ahead', () => {
    const past = { ...signalled('18:00'), importedHistory: { day: '2027-03-02', verdict: 'mql' } as const };
    const { handoffs } = judgeSignal([], past, agreements);
    const request = signalled('12:00');
    expect(judgeSignal(handoffs, request, agreements, [past.signalId]).judged).toMatchObject({
      judgement: { verdict: 'mql' },
      handoffNumber: 2,
    });
  });

  it('imports beside an open handoff without touching it', () => {
    const past = { ...signalled('08:00'), importedHistory: { day: '2026-03-02', verdict: 'mql' } as const };
    const { judged, handoffs } = judgeSignal([open], past, agreements);
    expect(judged.handoffNumber).toBe(2);
    expect(judgeSignal(handoffs, signalled('10:30'), agreements).judged.handoffNumber).toBe(1);
  });
});

describe('the agreement that holds', () => {
  it('is the first one where nothing was published, and for what came before any publication', () => {
    expect(agreementInForce('2018-01-01T00:00:00.000Z', 'website', agreements)).toBe(initialAgreement);
    expect(agreementInForce(at('09:00'), 'website', agreementsByVersion([]))).toBe(initialAgreement);
  });

  it('is the one limited to the source before a newer one for all', () => {
    const pilot = { version: 2, publishedAt: at('08:00'), agreement: aShortAgreement({ sources: ['pilot'] }) };
    const known = agreementsByVersion([
      aPublishedAgreement(pilot),
      aPublishedAgreement({ version: 3, publishedAt: at('09:00') }),
    ]);
    expect(agreementInForce(at('10:00'), 'pilot', known).version).toBe(2);
    expect(agreementInForce(at('10:00'), 'website', known).version).toBe(3);
  });

  it('is version 1 as it was published, should the one built in have changed since', () => {
    const published = aPublishedAgreement({ version: 1 });
    expect(agreementInForce(at('10:00'), 'website', agreementsByVersion([published]))).toBe(published);
  });
});
