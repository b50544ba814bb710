import type { Agreement, Criterion } from '../agreement/agreement.ts';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import type { LeadSnapshot, SignalKind } from '../lead/lead.ts';
import { judge } from './judge.ts';

const signals = (...kinds: SignalKind[]): LeadSnapshot['signals'] =>
  kinds.map((kind, index) => ({ signalId: `s${index}`, kind, receivedAt: `2026-03-0${index + 1}T10:00:00.000Z` }));

const unknownProfile = (...kinds: SignalKind[]): LeadSnapshot => ({
  source: 'website',
  reachableBy: ['email'],
  flags: [],
  consent: null,
  signals: signals(...kinds),
});

const fitting = (...kinds: SignalKind[]): LeadSnapshot => ({
  ...unknownProfile(...kinds),
  industry: 'logistics',
  segment: 'medium',
  role: 'owner',
});

const agreementWith = (criterion: Partial<Criterion>): Agreement => ({
  ...defaultAgreement,
  criteria: {
    ...defaultAgreement.criteria,
    redFlags: [],
    mql: [{ id: 'probe', question: { en: '?', ru: '?' }, attribute: 'industry', whenUnknown: 'fail', ...criterion }],
  },
});

const answerTo = (lead: LeadSnapshot, criterion: Partial<Criterion>) =>
  judge(lead, agreementWith(criterion)).answers[0];

describe('judge, by the default agreement', () => {
  it.each<[SignalKind]>([['request'], ['demo'], ['inbound-call']])(
    'an unknown profile is asked after the direct signal %s',
    (kind) => {
      const { verdict, askedCriteria } = judge(unknownProfile(kind), defaultAgreement);
      expect(verdict).toBe('mql');
      expect(askedCriteria).toEqual(['icp-industry', 'icp-segment', 'icp-role']);
    },
  );

  it.each<[SignalKind]>([['content'], ['webinar']])('an unknown profile is nurtured after %s', (kind) => {
    expect(judge(unknownProfile(kind), defaultAgreement)).toMatchObject({ verdict: 'nurtured', askedCriteria: [] });
  });

  it('a fitting profile is an MQL after content, and nothing is asked', () => {
    expect(judge(fitting('content'), defaultAgreement)).toMatchObject({ verdict: 'mql', askedCriteria: [] });
  });

  it('only unknown criteria are asked', () => {
    const lead = { ...unknownProfile('request'), industry: 'logistics', role: 'owner' };
    expect(judge(lead, defaultAgreement).askedCriteria).toEqual(['icp-segment']);
  });

  it('a fitting profile without interest is nurtured', () => {
    expect(judge(fitting('visit'), defaultAgreement).verdict).toBe('nurtured');
    expect(judge(fitting(), defaultAgreement).verdict).toBe('nurtured');
  });

  it('a nurtured lead becomes an MQL when it sends a request', () => {
    expect(judge(unknownProfile('content', 'request'), defaultAgreement).verdict).toBe('mql');
  });

  it.each<[string, Partial<LeadSnapshot>]>([
    ['industry', { industry: 'gambling' }],
    ['segment', { segment: 'B2C' }],
    ['role', { role: 'intern' }],
  ])('a lead with an unsuitable %s is nurtured', (_, attributes) => {
    expect(judge({ ...fitting('request'), ...attributes }, defaultAgreement).verdict).toBe('nurtured');
  });

  it('an industry, size or role that no list contains is accepted', () => {
    const lead = { ...fitting('request'), industry: 'beekeeping', segment: 'micro', role: 'chief beekeeper' };
    expect(judge(lead, defaultAgreement).verdict).toBe('mql');
  });

  it.each<[string, Partial<LeadSnapshot>]>([
    ['bot', { flags: ['bot'] }],
    ['bot', { flags: ['freemail', 'disposable-email'] }],
    ['irrelevant', { role: 'Job Seeker' }],
    ['region', { country: 'kp' }],
    ['competitor', { companyDomain: 'sales.competitor.example' }],
    ['student', { role: 'студент' }],
    ['student-email', { flags: ['student-email'] }],
  ])('the red flag %s rejects a lead that otherwise fits', (criterion, attributes) => {
    const { verdict, answers, score } = judge({ ...fitting('request'), ...attributes }, defaultAgreement);
    expect(verdict).toBe('rejected');
    expect(answers).toContainEqual(expect.objectContaining({ criterion, answer: 'yes', effect: 'failed' }));
    expect(score).toEqual({ points: 0, reasons: [{ reason: `red flag: ${criterion}`, points: 0 }] });
  });

  it('a freemail address is not a red flag', () => {
    expect(judge({ ...fitting('request'), flags: ['freemail'] }, defaultAgreement).verdict).toBe('mql');
  });
});

describe('judge, for one criterion', () => {
  it('the evidence names the attribute and the value that decided', () => {
    expect(answerTo(fitting('request'), { oneOf: ['logistics'] })).toEqual({
      criterion: 'probe',
      answer: 'yes',
      evidence: { attribute: 'industry', value: 'logistics' },
      effect: 'passed',
    });
  });

  it('an attribute without a value is unknown, and the evidence names it', () => {
    expect(answerTo(unknownProfile('request'), { oneOf: ['logistics'] })).toMatchObject({
      answer: 'unknown',
      evidence: { attribute: 'industry' },
    });
  });

  it.each([
    ['pass', 'passed'],
    ['fail', 'failed'],
    ['ask', 'asked'],
  ] as const)('an unknown answer with whenUnknown: %s has the effect %s', (whenUnknown, effect) => {
    expect(answerTo(unknownProfile('visit'), { whenUnknown })?.effect).toBe(effect);
  });

  it('an unknown answer fails if it may be asked only after a signal that is missing', () => {
    const criterion: Partial<Criterion> = { whenUnknown: 'ask', askOnlyAfter: ['demo'] };
    expect(answerTo(unknownProfile('request'), criterion)?.effect).toBe('failed');
    expect(answerTo(unknownProfile('demo', 'visit'), criterion)?.effect).toBe('asked');
  });

  it('the answer is yes with a listed value and without excluded ones', () => {
    const criterion: Partial<Criterion> = { attribute: 'signal', oneOf: ['request', 'demo'], noneOf: ['visit'] };
    expect(answerTo(unknownProfile('request'), criterion)).toMatchObject({ answer: 'yes' });
    expect(answerTo(unknownProfile('request', 'visit'), criterion)).toMatchObject({
      answer: 'no',
      evidence: { attribute: 'signal', value: 'visit' },
    });
  });

  it('a criterion without lists only checks that the attribute is known', () => {
    expect(answerTo(fitting(), {})?.answer).toBe('yes');
    expect(answerTo({ ...fitting(), industry: ' ' }, {})?.answer).toBe('unknown');
  });

  it('an empty list of flags is known', () => {
    expect(answerTo(fitting(), { attribute: 'flags', noneOf: ['bot'] })).toMatchObject({
      answer: 'yes',
      evidence: { attribute: 'flags', value: 'none' },
    });
  });
});
