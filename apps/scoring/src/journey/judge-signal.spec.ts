import { aLead, aPublishedAgreement, aLeadWithoutProfile, aShortAgreement, aSignal } from '@baton/testing';
import type { LeadSnapshot, SignalKind } from '@baton/domain';
import { agreementInForce, agreementsByVersion, initialAgreement } from './agreements.ts';
import type { HandoffSummary } from './handoffs.ts';
import { judgeSignal } from './judge-signal.ts';
import type { SignalToJudge } from './judge-signal.ts';

const at = (time: string): string => `2026-03-02T${time}:00.000Z`;
const agreements = agreementsByVersion([aPublishedAgreement({ version: 2, publishedAt: at('10:00') })]);

const open: HandoffSummary = { number: 1, agreementVersion: 1, openedAt: at('09:00') };
const ended: HandoffSummary = { ...open, endedAt: at('11:00'), ending: 'returned' };

function signalAt(time: string, kind: SignalKind = 'request', lead: LeadSnapshot = aLead()) {
  const signal = aSignal({ kind, receivedAt: at(time) });
  return { signalId: signal.signalId, receivedAt: at(time), lead: { ...lead, signals: [signal] } };
}

describe('judgeSignal', () => {
  it('an MQL opens a handoff under the agreement in force when its signal was received', () => {
    const { judged, handoffs } = judgeSignal([], signalAt('10:00'), agreements);
    expect(judged).toMatchObject({ agreementVersion: 2, handoffNumber: 1 });
    expect(handoffs).toEqual([{ number: 1, agreementVersion: 2, openedAt: at('10:00') }]);
    expect(judgeSignal([], signalAt('09:59'), agreements).judged.agreementVersion).toBe(1);
  });

  it('a signal within an open handoff keeps its number and agreement, even if a newer agreement is in force', () => {
    const { judged, handoffs } = judgeSignal([open], signalAt('10:30'), agreements);
    expect(judged).toMatchObject({ agreementVersion: 1, handoffNumber: 1, withinHandoff: 1 });
    expect(handoffs).toEqual([open]);
  });

  it('a signal received before the one that opened the handoff does not open a second handoff', () => {
    const { judged, handoffs } = judgeSignal([open], signalAt('08:59'), agreements);
    expect(judged).toMatchObject({ handoffNumber: 1, withinHandoff: 1 });
    expect(handoffs).toEqual([open]);
  });

  it('a signal received at the very moment of the end counts as received after it', () => {
    expect(judgeSignal([ended], signalAt('10:59'), agreements).judged.handoffNumber).toBe(1);
    expect(judgeSignal([ended], signalAt('11:00'), agreements).judged.handoffNumber).toBe(2);
  });

  it('a signal that is not an MQL gets no handoff number and no review while a handoff is open', () => {
    const { judged } = judgeSignal([open], signalAt('10:30', 'content', aLeadWithoutProfile()), agreements);
    expect(judged.judgement.verdict).toBe('nurtured');
    expect(judged).not.toHaveProperty('handoffNumber');
    expect(judged).not.toHaveProperty('reviewDueAt');
  });

  it('a lead must show interest again after the end of a handoff to become an MQL', () => {
    const earlier = aSignal({ kind: 'request', receivedAt: at('09:00') });
    const visit = signalAt('12:00', 'visit');
    const lead = { ...visit.lead, signals: [earlier, ...visit.lead.signals] };
    expect(judgeSignal([ended], { ...visit, lead }, agreements).judged.judgement.verdict).toBe('nurtured');
    expect(judgeSignal([open], { ...visit, lead }, agreements).judged.judgement.verdict).toBe('mql');
  });

  it('a signal received before the end but missing from the record opens the next handoff, because sales was not notified of it', () => {
    const inRecord = signalAt('10:58');
    const missing = signalAt('10:59');
    const recorded = { ...ended, signalIds: [inRecord.signalId] };
    expect(judgeSignal([recorded], inRecord, agreements).judged).toMatchObject({
      handoffNumber: 1,
      withinHandoff: 1,
    });
    const { judged, handoffs } = judgeSignal([recorded], missing, agreements);
    expect(judged).toMatchObject({ handoffNumber: 2, agreementVersion: 2 });
    expect(judged).not.toHaveProperty('withinHandoff');
    expect(handoffs).toEqual([recorded, { number: 2, agreementVersion: 2, openedAt: at('10:59') }]);
  });

  it('a signal missing from the record is judged together with the other signals that sales was not notified of', () => {
    const request = aSignal({ kind: 'request', receivedAt: at('09:00') });
    const recorded = { ...ended, signalIds: [request.signalId] };
    const visit = signalAt('10:59', 'visit');
    const lead = { ...visit.lead, signals: [request, ...visit.lead.signals] };
    expect(judgeSignal([recorded], { ...visit, lead }, agreements).judged.judgement.verdict).toBe('nurtured');
    const content = aSignal({ kind: 'content', receivedAt: at('10:58') });
    const interested = { ...lead, signals: [request, content, ...visit.lead.signals] };
    expect(judgeSignal([recorded], { ...visit, lead: interested }, agreements).judged.handoffNumber).toBe(2);
  });

  it('only signals received after an opt-out open a new handoff', () => {
    const optedOut: HandoffSummary = { ...ended, ending: 'opted-out', signalIds: [] };
    expect(judgeSignal([optedOut], signalAt('10:59'), agreements).judged.handoffNumber).toBe(1);
    expect(judgeSignal([optedOut], signalAt('11:01'), agreements).judged.handoffNumber).toBe(2);
  });

  it('imported history becomes an ended handoff, and the next handoff gets the next number', () => {
    const past = { ...signalAt('08:00'), importedHistory: { day: '2026-03-02', verdict: 'mql' } as const };
    const { judged, handoffs } = judgeSignal([], past, agreements);
    expect(judged).toMatchObject({ handoffNumber: 1, judgement: { answers: [] } });
    expect(judgeSignal(handoffs, signalAt('09:00'), agreements).judged.handoffNumber).toBe(2);
  });

  it('an imported lead must show interest again to become an MQL', () => {
    const past = { ...signalAt('08:00'), importedHistory: { day: '2026-03-02' } };
    const visit = signalAt('12:00', 'visit');
    const lead = { ...visit.lead, signals: [...past.lead.signals, ...visit.lead.signals] };
    const verdictOf = (signal: SignalToJudge): string =>
      judgeSignal([], signal, agreements, [past.signalId]).judged.judgement.verdict;
    expect(judgeSignal([], past, agreements).judged.judgement.verdict).toBe('nurtured');
    expect(verdictOf({ ...visit, lead })).toBe('nurtured');
    const request = signalAt('13:00');
    expect(verdictOf({ ...request, lead: { ...lead, signals: [...lead.signals, ...request.lead.signals] } })).toBe(
      'mql',
    );
  });

  it('an imported handoff does not handle a received signal, even if its day is in the future', () => {
    const past = { ...signalAt('18:00'), importedHistory: { day: '2027-03-02', verdict: 'mql' } as const };
    const { handoffs } = judgeSignal([], past, agreements);
    const request = signalAt('12:00');
    expect(judgeSignal(handoffs, request, agreements, [past.signalId]).judged).toMatchObject({
      judgement: { verdict: 'mql' },
      handoffNumber: 2,
    });
  });

  it('imported history does not change an open handoff', () => {
    const past = { ...signalAt('08:00'), importedHistory: { day: '2026-03-02', verdict: 'mql' } as const };
    const { judged, handoffs } = judgeSignal([open], past, agreements);
    expect(judged.handoffNumber).toBe(2);
    expect(judgeSignal(handoffs, signalAt('10:30'), agreements).judged.handoffNumber).toBe(1);
  });
});

describe('agreementInForce', () => {
  it('the initial agreement applies if nothing is published, and to signals received before any publication', () => {
    expect(agreementInForce('2018-01-01T00:00:00.000Z', 'website', agreements)).toBe(initialAgreement);
    expect(agreementInForce(at('09:00'), 'website', agreementsByVersion([]))).toBe(initialAgreement);
  });

  it('an agreement limited to the source takes precedence over a newer one for all sources', () => {
    const pilot = { version: 2, publishedAt: at('08:00'), agreement: aShortAgreement({ sources: ['pilot'] }) };
    const known = agreementsByVersion([
      aPublishedAgreement(pilot),
      aPublishedAgreement({ version: 3, publishedAt: at('09:00') }),
    ]);
    expect(agreementInForce(at('10:00'), 'pilot', known).version).toBe(2);
    expect(agreementInForce(at('10:00'), 'website', known).version).toBe(3);
  });

  it('a published version 1 replaces the built-in one', () => {
    const published = aPublishedAgreement({ version: 1 });
    expect(agreementInForce(at('10:00'), 'website', agreementsByVersion([published]))).toBe(published);
  });
});

describe('judgeSignal for a postponed lead', () => {
  const postponed: HandoffSummary = {
    ...ended,
    ending: 'postponed',
    postponed: { until: '2026-06-01T09:00:00.000Z', ownerId: 'anna' },
  };
  const judgeAt = (kind: SignalKind, waiting?: HandoffSummary) =>
    judgeSignal([postponed], signalAt('12:00', kind), agreements, [], waiting);

  it('a direct signal before the date begins the next handoff, which names the postponed one', () => {
    const { judged, handoffs } = judgeAt('request', postponed);
    expect(judged).toMatchObject({
      handoffNumber: 2,
      agreementVersion: 2,
      resumes: { handoffNumber: 1, cause: 'direct-signal' },
    });
    expect(handoffs).toHaveLength(2);
  });

  it('an indirect signal leaves the lead postponed, even if the criteria alone would make it an MQL', () => {
    expect(judgeAt('webinar').judged.judgement.verdict).toBe('mql');
    const { judged, handoffs } = judgeAt('webinar', postponed);
    expect(judged.judgement).toMatchObject({ verdict: 'nurtured', askedCriteria: [] });
    expect(judged).not.toHaveProperty('handoffNumber');
    expect(handoffs).toEqual([postponed]);
  });

  it('a request of a lead that no longer waits begins a handoff like any other', () => {
    expect(judgeAt('request').judged).not.toHaveProperty('resumes');
  });
});
