import { agreementsByVersion } from './agreements.ts';
import type { HandoffSummary } from './handoffs.ts';
import { leadStatus } from './lead-status.ts';
import type { LatestVerdict, NurtureReview } from './lead-status.ts';

const agreements = agreementsByVersion([]);
const march = '2026-03-02T09:00:00.000Z';
const june = '2026-06-01T09:00:00.000Z';
const contentAlone = (receivedAt: string): LatestVerdict => ({
  signalId: receivedAt,
  receivedAt,
  verdict: 'nurtured',
  failed: ['icp-industry'],
  reviewDueAt: '2026-05-31T09:00:00.000Z',
});
const review = (decision: NurtureReview['decision'], reviewedSince = march): NurtureReview => ({
  reviewedSince,
  decision,
  reason: 'no budget until next year',
  at: '2026-05-30T09:00:00.000Z',
  by: 'marina',
  ...(decision === 'kept' && { reviewDueAt: '2026-08-28T09:00:00.000Z' }),
});
const statusFor = (latest: LatestVerdict, madeReview?: NurtureReview, handoffs: HandoffSummary[] = []) =>
  leadStatus(handoffs, latest, agreements, { review: madeReview });

describe('leadStatus after a nurture review', () => {
  it('a kept lead stays nurtured, with the same reason and start, until the next review', () => {
    expect(statusFor(contentAlone(march), review('kept'))).toEqual({
      status: 'nurtured',
      reason: 'not yet: icp-industry',
      since: march,
      reviewDueAt: '2026-08-28T09:00:00.000Z',
    });
  });

  it('a rejected lead is rejected from the review on', () => {
    expect(statusFor(contentAlone(march), review('rejected'))).toEqual({
      status: 'rejected',
      reason: 'review: no budget until next year',
      since: '2026-05-30T09:00:00.000Z',
    });
  });

  it.each(['kept', 'rejected'] as const)(
    'a lead that was %s in a review gets its status from a newer signal',
    (decision) => {
      expect(statusFor(contentAlone(june), review(decision))).toEqual(statusFor(contentAlone(june)));
    },
  );

  it('a review matches the status it reviewed, with or without milliseconds in the timestamp', () => {
    expect(statusFor(contentAlone(march), review('rejected', '2026-03-02T09:00:00Z'))).toMatchObject({
      status: 'rejected',
    });
  });

  it('a review no longer applies once the lead has had a handoff', () => {
    const open: HandoffSummary = { number: 1, agreementVersion: 1, openedAt: june };
    const mql: LatestVerdict = { signalId: 's', receivedAt: june, verdict: 'mql', failed: [] };
    expect(statusFor(mql, review('rejected'), [open])).toEqual({ status: 'handoff' });
    const returned: HandoffSummary = { ...open, endedAt: '2026-06-03T09:00:00.000Z', ending: 'unreachable' };
    expect(statusFor(mql, review('rejected'), [returned])).toMatchObject({
      status: 'nurtured',
      since: '2026-06-03T09:00:00.000Z',
      reviewDueAt: '2026-09-01T09:00:00.000Z',
    });
  });
});
