import { agreementsFrom } from './agreements.ts';
import type { KnownHandoff } from './handoffs.ts';
import { standing } from './standing.ts';
import type { LatestVerdict, NurtureReview } from './standing.ts';

const agreements = agreementsFrom([]);
const march = '2026-03-02T09:00:00.000Z';
const june = '2026-06-01T09:00:00.000Z';
const contentAlone = (receivedAt: string): LatestVerdict => ({
  ...{ signalId: receivedAt, receivedAt, verdict: 'nurtured', failed: ['icp-industry'] },
  reviewBy: '2026-05-31T09:00:00.000Z',
});
const review = (decision: NurtureReview['decision'], of = march): NurtureReview => ({
  ...{ of, decision, reason: 'budget only next year', at: '2026-05-30T09:00:00.000Z', by: 'marina' },
  ...(decision === 'kept' && { reviewBy: '2026-08-28T09:00:00.000Z' }),
});
const stands = (latest: LatestVerdict, made?: NurtureReview, handoffs: KnownHandoff[] = []) =>
  standing(handoffs, latest, agreements, made);

describe('a lead that marketing nurtures and has reviewed', () => {
  it('is nurtured on until the next review when it was kept, since and for what it was', () => {
    expect(stands(contentAlone(march), review('kept'))).toEqual({
      ...{ place: 'nurtured', reason: 'not yet: icp-industry', since: march },
      reviewBy: '2026-08-28T09:00:00.000Z',
    });
  });

  it('is out when it was rejected, from the review on', () => {
    expect(stands(contentAlone(march), review('rejected'))).toEqual({
      ...{ place: 'rejected', reason: 'review: budget only next year', since: '2026-05-30T09:00:00.000Z' },
    });
  });

  it.each(['kept', 'rejected'] as const)('is judged again at a new signal, though it was %s', (decision) => {
    expect(stands(contentAlone(june), review(decision))).toEqual(stands(contentAlone(june)));
  });

  it('is known by its moment, in whichever way that is written', () => {
    expect(stands(contentAlone(march), review('rejected', '2026-03-02T09:00:00Z'))).toMatchObject({
      place: 'rejected',
    });
  });

  it('stands where its handoff is as soon as it has one, and is reviewed anew when that gives it back', () => {
    const open: KnownHandoff = { number: 1, agreementVersion: 1, openedAt: june };
    const mql: LatestVerdict = { signalId: 's', receivedAt: june, verdict: 'mql', failed: [] };
    expect(stands(mql, review('rejected'), [open])).toEqual({ place: 'handoff' });
    const returned: KnownHandoff = { ...open, endedAt: '2026-06-03T09:00:00.000Z', ending: 'unreachable' };
    expect(stands(mql, review('rejected'), [returned])).toMatchObject({
      ...{ place: 'nurtured', since: '2026-06-03T09:00:00.000Z', reviewBy: '2026-09-01T09:00:00.000Z' },
    });
  });
});
