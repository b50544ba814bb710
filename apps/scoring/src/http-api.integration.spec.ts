import { aLeadWithoutProfile, aLead, aSignal, uniqueLeadId, waitUntil } from '@baton/testing';
import type { LeadSnapshot } from '@baton/domain';
import { RunningScoring, capturedSignal } from './spec/running-scoring.ts';

describe('The HTTP API of scoring', () => {
  let scoring: RunningScoring;
  beforeAll(async () => {
    scoring = await RunningScoring.start();
  });
  afterAll(() => scoring?.stop());

  it('nurtured leads are listed page by page, the most overdue first', async () => {
    const days = ['2025-03-05', '2025-03-01', '2026-11-01'];
    for (const day of days) {
      const lead = aLeadWithoutProfile({ signals: [aSignal({ kind: 'content', receivedAt: `${day}T09:00:00.000Z` })] });
      await scoring.captured(capturedSignal(uniqueLeadId(), lead));
    }
    const all = await waitUntil(
      async () => {
        const page = (await scoring.get('/nurtured-leads', 'marketer')).json();
        return page.total >= days.length && page;
      },
      { what: 'the leads are nurtured' },
    );
    const reviews: string[] = all.leads.map((lead: { reviewDueAt: string }) => lead.reviewDueAt);
    expect(reviews).toEqual([...reviews].sort());
    expect(all.leads[0]).toMatchObject({ reviewDueAt: '2025-05-30T09:00:00.000Z', overdue: true, source: 'website' });

    const second = (await scoring.get('/nurtured-leads?limit=1&offset=1', 'marketer')).json();
    expect(second).toMatchObject({ total: all.total, leads: [{ leadId: all.leads[1].leadId }] });
  });

  describe('POST /nurtured-leads/{leadId}/reviews', () => {
    /** A lead nurtured so long ago that its review is overdue. */
    const anOverdueLead = async (): Promise<{ leadId: string; lead: LeadSnapshot }> => {
      const leadId = uniqueLeadId();
      const lead = aLeadWithoutProfile({
        signals: [aSignal({ kind: 'content', receivedAt: '2025-03-03T09:00:00.000Z' })],
      });
      await scoring.captured(capturedSignal(leadId, lead));
      await scoring.judged(leadId, 1);
      return { leadId, lead };
    };
    const listed = async (leadId: string) =>
      (await scoring.get('/nurtured-leads?limit=200', 'marketer'))
        .json()
        .leads.find((each: { leadId: string }) => each.leadId === leadId);
    const overdue = async (): Promise<number> =>
      Number(/^scoring_nurture_reviews_overdue(?:\{.*\})? (\d+)$/m.exec(await scoring.metrics())?.[1]);
    const review = (leadId: string, body: object, headers: Record<string, string> = {}) =>
      scoring.post(`/nurtured-leads/${leadId}/reviews`, body, 'marketer', headers);
    const kept = { decision: 'kept', reason: 'no budget until next year' };
    const rejected = { decision: 'rejected', reason: 'went out of business' };

    it('a kept lead stays nurtured until its next review and shows who reviewed it', async () => {
      const { leadId } = await anOverdueLead();
      expect(await listed(leadId)).toMatchObject({ overdue: true });
      const before = await overdue();
      const { statusCode, body } = await review(leadId, kept);
      const response = JSON.parse(body);
      expect([statusCode, response]).toEqual([200, expect.objectContaining({ ...kept, reviewedBy: 'person-1' })]);
      expect(Date.parse(response.reviewDueAt) - Date.parse(response.reviewedAt)).toBe(90 * 86_400_000);
      expect(await listed(leadId)).toMatchObject({
        overdue: false,
        since: '2025-03-03T09:00:00.000Z',
        reviewDueAt: response.reviewDueAt,
        lastReview: response,
      });
      expect(await overdue()).toBe(before - 1);
    });

    it('a rejected lead is no longer nurtured until its next signal', async () => {
      const { leadId, lead } = await anOverdueLead();
      await review(leadId, kept);
      expect((await review(leadId, rejected)).statusCode).toBe(200);
      expect(await listed(leadId)).toBeUndefined();
      const again = await review(leadId, kept);
      expect([again.statusCode, again.json().type]).toEqual([409, 'urn:baton:problem:not-nurtured']);

      const signals = [...lead.signals, aSignal({ kind: 'visit', receivedAt: new Date().toISOString() })];
      await scoring.captured(capturedSignal(leadId, { ...lead, signals }));
      // The first judgement, the rejection, and the judgement of the visit.
      await scoring.judged(leadId, 3);
      expect(await listed(leadId)).toMatchObject({ overdue: false, lastReview: rejected });
      const all = (await scoring.get(`/nurtured-leads/${leadId}/reviews`, 'marketer')).json();
      expect(all).toMatchObject([kept, rejected]);
    });

    it('a rejection is an event with the verdict rejected, once, and a kept lead is none', async () => {
      const { leadId, lead } = await anOverdueLead();
      const key = { 'idempotency-key': 'tuesday' };
      await review(leadId, kept);
      const { reviewedAt } = (await review(leadId, rejected, key)).json();
      await review(leadId, rejected, key);
      // Messages of one lead are in order, so after this judgement no other rejection follows.
      const signals = [...lead.signals, aSignal({ kind: 'visit', receivedAt: new Date().toISOString() })];
      await scoring.captured(capturedSignal(leadId, { ...lead, signals }));
      const [judged, rejection, ...others] = await scoring.judged(leadId, 3);
      expect(others).toHaveLength(1);
      expect(rejection).toEqual({
        ...judged,
        verdict: 'rejected',
        reviewDueAt: undefined,
        askedCriteria: [],
        nurtureReview: { reviewedBy: 'person-1', reviewedAt },
      });
      expect(JSON.stringify(rejection)).not.toContain(rejected.reason);
      expect(others[0]).not.toHaveProperty('nurtureReview');
    });

    it('a review repeated with the same Idempotency-Key is stored once', async () => {
      const { leadId } = await anOverdueLead();
      const key = { 'idempotency-key': 'monday' };
      const first = await review(leadId, rejected, key);
      expect((await review(leadId, rejected, key)).json()).toEqual(first.json());
      const other = await review(leadId, kept, key);
      expect([other.statusCode, other.json().type]).toEqual([422, 'urn:baton:problem:idempotency-key-reused']);
      expect((await scoring.get(`/nurtured-leads/${leadId}/reviews`, 'marketer')).json()).toHaveLength(1);
    });

    it('a review is refused if its reason contains an e-mail address, the lead is unknown or the role is not allowed', async () => {
      const { leadId } = await anOverdueLead();
      const personal = await review(leadId, { ...kept, reason: 'ask anna@example.com' });
      expect([personal.statusCode, personal.json().errors]).toEqual([
        400,
        [expect.objectContaining({ field: 'reason' })],
      ]);
      expect((await review(uniqueLeadId(), kept)).statusCode).toBe(404);
      expect((await scoring.post(`/nurtured-leads/${leadId}/reviews`, kept, 'rep')).statusCode).toBe(403);
    });
  });

  it('a preview returns the verdict and stores nothing', async () => {
    const lead = aLead({ signals: [aSignal()] });
    const response = await scoring.post('/judgements/preview', { lead }, 'marketer');
    expect([response.statusCode, response.json()]).toEqual([
      200,
      expect.objectContaining({ verdict: 'mql', agreementVersion: 1, askedCriteria: [] }),
    ]);
    const { rows } = await scoring.database.pool.query(`SELECT 1 FROM scoring.judgement WHERE signal_id = $1`, [
      lead.signals[0]?.signalId,
    ]);
    expect(rows).toEqual([]);
  });

  it('a preview with an invalid field or an unknown agreement version is refused', async () => {
    const invalid = await scoring.post('/judgements/preview', { lead: { ...aLead(), country: 'Germany' } }, 'marketer');
    expect([invalid.statusCode, invalid.json().errors]).toEqual([
      400,
      [expect.objectContaining({ field: 'lead.country' })],
    ]);
    const unknown = await scoring.post('/judgements/preview', { lead: aLead(), agreementVersion: 99 }, 'marketer');
    expect([unknown.statusCode, unknown.json().detail]).toEqual([404, expect.stringContaining('GET /agreements')]);
  });

  it.each([
    '/leads/not-a-uuid/judgements',
    '/nurtured-leads?limit=0',
    '/nurtured-leads?limit=201',
    '/nurtured-leads?offset=-1',
  ])('the invalid request GET %s gets 400', async (url) => {
    const response = await scoring.get(url, 'marketer');
    expect([response.statusCode, response.headers['content-type']]).toEqual([
      400,
      expect.stringContaining('application/problem+json'),
    ]);
  });

  it('a lead that was never judged has an empty list of judgements', async () => {
    expect((await scoring.get(`/leads/${uniqueLeadId()}/judgements`, 'ops')).json()).toEqual([]);
  });
});
