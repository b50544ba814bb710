import { defaultAgreement } from '../agreement/default-agreement.ts';
import type { LeadSnapshot, Signal } from '../lead/lead.ts';
import { judge } from './judge.ts';

const signal = (kind: Signal['kind'], day: string): Signal => ({
  signalId: `${kind}-${day}`,
  kind,
  receivedAt: `${day}T10:00:00.000Z`,
});

const lead = (changes: Partial<LeadSnapshot>): LeadSnapshot => ({
  source: 'website',
  reachableBy: [],
  flags: [],
  consent: null,
  signals: [signal('request', '2026-03-01')],
  ...changes,
});

const scoreOf = (changes: Partial<LeadSnapshot>) => judge(lead(changes), defaultAgreement).score;

describe('score', () => {
  it('a fitting, reachable lead with several requests scores 100', () => {
    const signals = ['01', '02', '03', '04', '05'].map((day) => signal('request', `2026-03-${day}`));
    const perfect = { industry: 'logistics', segment: 'medium', role: 'owner', signals };
    expect(scoreOf({ ...perfect, reachableBy: ['phone', 'email'] })).toEqual({
      points: 100,
      reasons: [
        { reason: 'strongest signal: request', points: 40 },
        { reason: 'further signals within 30 days: 4', points: 15 },
        { reason: 'profile fits: 3 of 3', points: 30 },
        { reason: 'reachable by phone', points: 10 },
        { reason: 'reachable by email', points: 5 },
      ],
    });
  });

  it('a lead about which nothing is known scores 0', () => {
    expect(scoreOf({ signals: [] })).toEqual({ points: 0, reasons: [] });
  });

  it('a direct request scores more than content, and content more than a visit', () => {
    const points = (['demo', 'content', 'visit'] as const).map(
      (kind) => scoreOf({ signals: [signal(kind, '2026-03-01')] }).points,
    );
    expect(points).toEqual([40, 20, 5]);
  });

  it('a request more than 30 days before the latest signal does not count', () => {
    const signals = [signal('request', '2026-01-01'), signal('content', '2026-03-01')];
    expect(scoreOf({ signals }).reasons).toEqual([{ reason: 'strongest signal: content', points: 20 }]);
  });

  it('a partly known profile scores part of the fit', () => {
    expect(scoreOf({ industry: 'logistics' }).reasons).toContainEqual({ reason: 'profile fits: 1 of 3', points: 10 });
  });

  it('the agreement decides about the points of each part of the score', () => {
    const terms = {
      ...defaultAgreement.score,
      signals: { ...defaultAgreement.score.signals, webinar: 33 },
      furtherSignal: 2,
      furtherSignalsAtMost: 3,
      freshFor: 'P7D',
      profile: 12,
      reachableBy: { phone: 1, email: 7 },
    };
    const signals = [signal('demo', '2026-02-20'), signal('visit', '2026-03-01'), signal('visit', '2026-03-02')];
    const webinar = { industry: 'logistics', signals: [...signals, signal('webinar', '2026-03-03')] };
    const changes: Partial<LeadSnapshot> = { ...webinar, reachableBy: ['phone', 'email'] };
    expect(judge(lead(changes), { ...defaultAgreement, score: terms }).score.reasons).toEqual([
      { reason: 'strongest signal: webinar', points: 33 },
      { reason: 'further signals within 7 days: 2', points: 3 },
      { reason: 'profile fits: 1 of 3', points: 4 },
      { reason: 'reachable by phone', points: 1 },
      { reason: 'reachable by email', points: 7 },
    ]);
  });
});
