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

describe('judging by the default agreement', () => {
  it.each<[SignalKind]>([['request'], ['demo'], ['inbound-call']])(
    'asks what is unknown after a direct request: %s',
    (kind) => {
      const { verdict, askedCriteria } = judge(unknownProfile(kind), defaultAgreement);
      expect(verdict).toBe('mql');
      expect(askedCriteria).toEqual(['icp-industry', 'icp-segment', 'icp-role']);
    },
  );

  it.each<[SignalKind]>([['content'], ['webinar']])('nurtures an unknown profile after mere %s', (kind) => {
    expect(judge(unknownProfile(kind), defaultAgreement)).toMatchObject({ verdict: 'nurtured', askedCriteria: [] });
  });

  it('hands over content with a known profile that fits, and asks nothing', () => {
    expect(judge(fitting('content'), defaultAgreement)).toMatchObject({ verdict: 'mql', askedCriteria: [] });
  });

  it('asks only for what is unknown', () => {
    const lead = { ...unknownProfile('request'), industry: 'logistics', role: 'owner' };
    expect(judge(lead, defaultAgreement).askedCriteria).toEqual(['icp-segment']);
  });

  it('nurtures a fitting profile that showed no interest', () => {
    expect(judge(fitting('visit'), defaultAgreement).verdict).toBe('nurtured');
    expect(judge(fitting(), defaultAgreement).verdict).toBe('nurtured');
  });

  it('turns nurtured into MQL when the lead comes back and asks', () => {
    expect(judge(unknownProfile('content', 'request'), defaultAgreement).verdict).toBe('mql');
  });

  it.each<[string, Partial<LeadSnapshot>]>([
    ['industry', { industry: 'gambling' }],
    ['segment', { segment: 'B2C' }],
    ['role', { role: 'intern' }],
  ])('nurtures a known profile outside of what is sold to: %s', (_, attributes) => {
    expect(judge({ ...fitting('request'), ...attributes }, defaultAgreement).verdict).toBe('nurtured');
  });

  it('does not refuse an industry, size or role that nobody has thought of', () => {
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
  ])('rejects at the red flag %s, however well the rest fits', (criterion, attributes) => {
    const { verdict, answers, score } = judge({ ...fitting('request'), ...attributes }, defaultAgreement);
    expect(verdict).toBe('rejected');
    expect(answers).toContainEqual(expect.objectContaining({ criterion, answer: 'yes', effect: 'failed' }));
    expect(score).toEqual({ points: 0, reasons: [{ reason: `red flag: ${criterion}`, points: 0 }] });
  });

  it('does not take freemail for a flaw', () => {
    expect(judge({ ...fitting('request'), flags: ['freemail'] }, defaultAgreement).verdict).toBe('mql');
  });
});

describe('one criterion', () => {
  it('is answered with the attribute and the value that decided', () => {
    expect(answerTo(fitting('request'), { oneOf: ['logistics'] })).toEqual({
      criterion: 'probe',
      answer: 'yes',
      evidence: { attribute: 'industry', value: 'logistics' },
      effect: 'passed',
    });
  });

  it('is unknown without a value, and says of which attribute', () => {
    expect(answerTo(unknownProfile('request'), { oneOf: ['logistics'] })).toMatchObject({
      answer: 'unknown',
      evidence: { attribute: 'industry' },
    });
  });

  it.each([
    ['pass', 'passed'],
    ['fail', 'failed'],
    ['ask', 'asked'],
  ] as const)('does with unknown what the agreement says: %s', (whenUnknown, effect) => {
    expect(answerTo(unknownProfile('visit'), { whenUnknown })?.effect).toBe(effect);
  });

  it('fails unknown where asking needs a signal that has not come', () => {
    const criterion = { whenUnknown: 'ask', askOnlyAfter: ['demo'] } as const;
    expect(answerTo(unknownProfile('request'), { ...criterion, askOnlyAfter: ['demo'] })?.effect).toBe('failed');
    expect(answerTo(unknownProfile('demo', 'visit'), { ...criterion, askOnlyAfter: ['demo'] })?.effect).toBe('asked');
  });

  it('needs one of the listed values and none of the excluded', () => {
    const lists = { attribute: 'signal', oneOf: ['request', 'demo'], noneOf: ['visit'] } as const;
    const criterion = { ...lists, oneOf: [...lists.oneOf], noneOf: [...lists.noneOf] };
    expect(answerTo(unknownProfile('request'), criterion)).toMatchObject({ answer: 'yes' });
    expect(answerTo(unknownProfile('request', 'visit'), criterion)).toMatchObject({
      answer: 'no',
      evidence: { attribute: 'signal', value: 'visit' },
    });
  });

  it('without lists asks only whether the attribute is known', () => {
    expect(answerTo(fitting(), {})?.answer).toBe('yes');
    expect(answerTo({ ...fitting(), industry: ' ' }, {})?.answer).toBe('unknown');
  });

  it('takes an empty list of flags for knowledge', () => {
    expect(answerTo(fitting(), { attribute: 'flags', noneOf: ['bot'] })).toMatchObject({
      answer: 'yes',
      evidence: { attribute: 'flags', value: 'none' },
    });
  });
});
