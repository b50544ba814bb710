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

const scored = (changes: Partial<LeadSnapshot>) => judge(lead(changes), defaultAgreement).score;

describe('the first score', () => {
  it('gives 100 to a fitting, reachable lead that asks again and again', () => {
    const signals = ['01', '02', '03', '04', '05'].map((day) => signal('request', `2026-03-${day}`));
    const perfect = { industry: 'logistics', segment: 'medium', role: 'owner', signals };
    expect(scored({ ...perfect, reachableBy: ['phone', 'email'] })).toEqual({
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

  it('gives nothing for what is not known', () => {
    expect(scored({ signals: [] })).toEqual({ points: 0, reasons: [] });
  });

  it('gives a direct request more than content, and content more than a visit', () => {
    const points = (['demo', 'content', 'visit'] as const).map(
      (kind) => scored({ signals: [signal(kind, '2026-03-01')] }).points,
    );
    expect(points).toEqual([40, 20, 5]);
  });

  it('lets a request cool that is more than 30 days older than the latest signal', () => {
    const signals = [signal('request', '2026-01-01'), signal('content', '2026-03-01')];
    expect(scored({ signals }).reasons).toEqual([{ reason: 'strongest signal: content', points: 20 }]);
  });

  it('gives part of the fit for part of the profile', () => {
    expect(scored({ industry: 'logistics' }).reasons).toContainEqual({ reason: 'profile fits: 1 of 3', points: 10 });
  });
});
