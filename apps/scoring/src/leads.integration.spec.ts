import { anUnknownLead, aLead, aSignal, uniqueLeadId, waitUntil } from '@baton/testing';
import { ROLES, type Role } from '@baton/service';
import { RunningScoring, capturedSignal } from './spec/running-scoring.ts';

describe('what scoring answers over HTTP', () => {
  let scoring: RunningScoring;
  beforeAll(async () => {
    scoring = await RunningScoring.start();
  });
  afterAll(() => scoring?.stop());

  it.each<[string, Role[]]>([
    [
      '/leads/6088fe42-7b0e-4390-82d6-30a9b9c2289b/judgements',
      ['marketer', 'admin', 'arbiter', 'ops', 'team-lead', 'rep'],
    ],
    ['/nurtured', ['marketer', 'admin']],
    ['/agreements', [...ROLES]],
  ])('answers %s to %j and to nobody else', async (url, allowed) => {
    for (const role of ROLES) {
      const { statusCode } = await scoring.get(url, role);
      expect([role, statusCode]).toEqual([role, allowed.includes(role) ? 200 : 403]);
    }
  });

  it('lists nurtured leads page by page, the most overdue first', async () => {
    const days = ['2025-03-05', '2025-03-01', '2026-11-01'];
    for (const day of days) {
      const lead = anUnknownLead({ signals: [aSignal({ kind: 'content', receivedAt: `${day}T09:00:00.000Z` })] });
      await scoring.captured(capturedSignal(uniqueLeadId(), lead));
    }
    const all = await waitUntil(
      async () => {
        const page = (await scoring.get('/nurtured', 'marketer')).json();
        return page.total >= days.length && page;
      },
      { what: 'the leads are nurtured' },
    );
    const reviews: string[] = all.leads.map((lead: { reviewBy: string }) => lead.reviewBy);
    expect(reviews).toEqual([...reviews].sort());
    expect(all.leads[0]).toMatchObject({ reviewBy: '2025-05-30T09:00:00.000Z', overdue: true, source: 'website' });

    const second = (await scoring.get('/nurtured?limit=1&offset=1', 'marketer')).json();
    expect(second).toMatchObject({ total: all.total, leads: [{ leadId: all.leads[1].leadId }] });
  });

  it('shows how a lead would be judged without keeping anything', async () => {
    const lead = aLead({ signals: [aSignal()] });
    const answer = await scoring.post('/judgements/preview', { lead }, 'marketer');
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      expect.objectContaining({ verdict: 'mql', agreementVersion: 1, asked: [] }),
    ]);
    const { rows } = await scoring.database.pool.query(`SELECT 1 FROM scoring.judgement WHERE signal_id = $1`, [
      lead.signals[0]?.signalId,
    ]);
    expect(rows).toEqual([]);
  });

  it('names each wrong field of a preview, and a version that it does not know', async () => {
    const wrong = await scoring.post('/judgements/preview', { lead: { ...aLead(), country: 'Germany' } }, 'marketer');
    expect([wrong.statusCode, wrong.json().errors]).toEqual([
      400,
      [expect.objectContaining({ field: 'lead.country' })],
    ]);
    const unknown = await scoring.post('/judgements/preview', { lead: aLead(), agreementVersion: 99 }, 'marketer');
    expect([unknown.statusCode, unknown.json().detail]).toEqual([404, expect.stringContaining('GET /agreements')]);
  });

  it.each(['/leads/not-a-uuid/judgements', '/nurtured?limit=0', '/nurtured?limit=201', '/nurtured?offset=-1'])(
    'answers 400 to %s',
    async (url) => {
      const answer = await scoring.get(url, 'marketer');
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([
        400,
        expect.stringContaining('application/problem+json'),
      ]);
    },
  );

  it('answers with an empty list for a lead that was never judged', async () => {
    expect((await scoring.get(`/leads/${uniqueLeadId()}/judgements`, 'ops')).json()).toEqual([]);
  });
});
