import { defaultAgreement } from '../agreement/default-agreement.ts';
import type { LeadSnapshot, SignalKind } from '../lead/lead.ts';
import { isContactRefused, judge } from './judge.ts';

const day = (number: number): string => `2026-03-0${number}T10:00:00.000Z`;

/** A lead that fits the profile, with one signal a day from 1 March on. */
const leadWith = (kinds: SignalKind[], changes: Partial<LeadSnapshot> = {}): LeadSnapshot => ({
  source: 'website',
  industry: 'logistics',
  segment: 'medium',
  role: 'owner',
  reachableBy: ['email'],
  flags: [],
  consent: null,
  signals: kinds.map((kind, index) => ({ signalId: `s${index}`, kind, receivedAt: day(index + 1) })),
  ...changes,
});

describe('judge, for a person who refused contact', () => {
  it('a download of someone who opted out is nurtured, and the refusal is its reason', () => {
    const judgement = judge(leadWith(['request', 'content'], { contactRefusedAt: day(2) }), defaultAgreement);
    expect(judgement).toMatchObject({ verdict: 'nurtured', askedCriteria: [] });
    expect(judgement.answers.filter(({ effect }) => effect === 'failed')).toEqual([
      {
        criterion: 'contact-allowed',
        answer: 'no',
        evidence: { attribute: 'consent', value: 'refused' },
        effect: 'failed',
      },
    ]);
    expect(isContactRefused(judgement)).toBe(true);
  });

  it('a request made after an opt-out is an MQL', () => {
    const judgement = judge(leadWith(['content', 'request'], { contactRefusedAt: day(1) }), defaultAgreement);
    expect(judgement.verdict).toBe('mql');
    expect(isContactRefused(judgement)).toBe(false);
  });

  it('a red flag outweighs a refusal', () => {
    const lead = leadWith(['content'], { contactRefusedAt: day(1), flags: ['bot'] });
    expect(judge(lead, defaultAgreement).verdict).toBe('rejected');
  });
});
