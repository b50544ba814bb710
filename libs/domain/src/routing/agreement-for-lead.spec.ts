import type { Agreement } from '../agreement/agreement.ts';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import type { LeadSnapshot, SignalKind } from '../lead/lead.ts';
import { SimulatedHandoff, judgedLead } from '../spec/simulated-handoff.ts';
import { agreementForLead } from './agreement-for-lead.ts';

const agreement: Agreement = {
  ...defaultAgreement,
  promiseRules: [
    {
      id: 'large',
      when: { segment: ['enterprise'], score: { atLeast: 80 } },
      promises: { 'first-contact': { within: 'PT2M', reassign: 'always' } },
    },
    { id: 'demo', when: { signal: ['demo', 'request'] }, promises: { 'first-contact': { within: 'PT5M' } } },
    {
      id: 'webinar list',
      when: { signal: ['webinar'], channel: ['events'] },
      promises: { 'first-contact': { within: 'PT24H', counted: 'workday' }, acceptance: { within: 'PT4H' } },
    },
  ],
};

const lead = (kind: SignalKind, changes: Partial<LeadSnapshot> = {}): LeadSnapshot => ({
  source: 'website',
  reachableBy: ['phone'],
  flags: [],
  consent: null,
  signals: [{ signalId: 's1', kind, receivedAt: '2026-03-02T07:00:00.000Z' }],
  ...changes,
});
const promisesOf = (snapshot: LeadSnapshot, score = 50): Agreement['promises'] =>
  agreementForLead(agreement, { snapshot, score }).promises;

describe('agreementForLead', () => {
  it('a demo request is contacted in 5 minutes, and its other promises stay', () => {
    const { 'first-contact': firstContact, ...others } = promisesOf(lead('demo'));
    expect(firstContact).toEqual({ ...defaultAgreement.promises['first-contact'], within: 'PT5M' });
    const { 'first-contact': _, ...usual } = defaultAgreement.promises;
    expect(others).toEqual(usual);
  });

  it('a webinar list is contacted in a day, counted on working days', () => {
    expect(promisesOf(lead('webinar', { channel: 'events' }))).toMatchObject({
      'first-contact': { within: 'PT24H', counted: 'workday', reassign: 'when-idle' },
      acceptance: { within: 'PT4H', counted: 'working' },
    });
  });

  it('a rule applies only if all of its conditions match', () => {
    expect(promisesOf(lead('webinar', { channel: 'ads' }))).toBe(defaultAgreement.promises);
    expect(promisesOf(lead('webinar'))).toBe(defaultAgreement.promises);
  });

  it('the first matching rule decides, by segment and score before the signal', () => {
    const large = lead('demo', { segment: 'enterprise' });
    expect(promisesOf(large, 80)['first-contact']).toMatchObject({ within: 'PT2M', reassign: 'always' });
    expect(promisesOf(large, 79)['first-contact']).toMatchObject({ within: 'PT5M', reassign: 'when-idle' });
  });

  it('the latest signal counts', () => {
    const [webinar, demo] = [lead('webinar').signals[0]!, { ...lead('demo').signals[0]!, signalId: 's2' }];
    expect(promisesOf(lead('visit', { signals: [webinar, demo] }))['first-contact'].within).toBe('PT5M');
    expect(promisesOf(lead('visit', { signals: [demo, webinar] }))['first-contact'].within).toBe('PT15M');
  });

  it('an agreement is the same object for all leads of a rule, and for all leads without one', () => {
    const demo = { snapshot: lead('demo'), score: 10 };
    expect(agreementForLead(agreement, demo)).toBe(agreementForLead(agreement, { ...demo, score: 20 }));
    expect(agreementForLead(agreement, { snapshot: lead('visit'), score: 10 })).toBe(agreement);
  });

  it('the promises of a handoff are due by the agreement for its lead', () => {
    const moment = '2026-03-16T07:00:00.000Z';
    const { lead: snapshot, score } = judgedLead();
    const asDemo = { snapshot: { ...snapshot, signals: lead('demo').signals }, score };
    const { state } = SimulatedHandoff.transferred(moment, undefined, agreementForLead(agreement, asDemo));
    expect(state.promises.find(({ promise }) => promise === 'first-contact')?.dueAt).toBe('2026-03-16T07:05:00.000Z');
  });
});
