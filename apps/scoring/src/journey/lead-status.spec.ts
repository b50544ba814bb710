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

describe('leadStatus of a postponed lead', () => {
  const postponed: HandoffSummary = {
    number: 1,
    agreementVersion: 1,
    openedAt: march,
    endedAt: '2026-03-03T09:00:00.000Z',
    ending: 'postponed',
    postponed: { until: june, ownerId: 'anna' },
  };
  const mql: LatestVerdict = { signalId: 's', receivedAt: march, verdict: 'mql', failed: [] };
  const waiting = {
    status: 'nurtured',
    reason: 'postponed',
    since: '2026-03-03T09:00:00.000Z',
    postponedUntil: june,
    reviewDueAt: '2026-08-30T09:00:00.000Z',
  };

  it('a postponed lead is nurtured until its date, and its review is due after it', () => {
    expect(statusFor(mql, undefined, [postponed])).toEqual(waiting);
  });

  it('a download does not change the date, and a red flag ends the waiting', () => {
    const download = contentAlone('2026-04-01T09:00:00.000Z');
    expect(statusFor(download, undefined, [postponed])).toEqual(waiting);
    expect(statusFor({ ...download, verdict: 'rejected' }, undefined, [postponed])).toMatchObject({
      status: 'rejected',
    });
  });

  it('a review can reject a postponed lead, and keeping it changes nothing', () => {
    const since = waiting.since;
    expect(statusFor(mql, review('rejected', since), [postponed])).toMatchObject({ status: 'rejected' });
    expect(statusFor(mql, review('kept', since), [postponed])).toEqual(waiting);
  });

  it('a postponed lead whose person opts out or is erased waits for nothing', () => {
    const contactEndedAt = '2026-04-01T09:00:00.000Z';
    expect(leadStatus([postponed], mql, agreements, { contactEndedAt })).toEqual({ status: 'closed' });
    expect(statusFor({ ...contentAlone(contactEndedAt), isContactRefused: true }, undefined, [postponed])).toEqual({
      status: 'closed',
    });
  });

  it('history imported while a lead is postponed does not end the waiting', () => {
    const imported: HandoffSummary = { ...postponed, number: 2, ending: 'imported', endedAt: march };
    expect(statusFor(mql, undefined, [postponed, imported])).toEqual(waiting);
  });
});
