import { aLead, aSignal, uniqueLeadId, waitUntil } from '@baton/testing';
import type { LeadJudged } from '@baton/contracts';
import type { ReturnDisposition, Ending, HandoffStep, LeadSnapshot, Signal } from '@baton/domain';
import { RunningScoring, capturedSignal } from './spec/running-scoring.ts';

const at = (time: string): string => `2026-03-02T${time}:00.000Z`;
const signal = (kind: Signal['kind'], time: string): Signal => aSignal({ kind, receivedAt: at(time) });
const ended = (ending: Ending): HandoffStep => ({ type: 'ended', ending });
const started = (judged: LeadJudged | undefined): HandoffStep => ({
  type: 'started',
  createdBy: 'website-form',
  lead: judged?.lead ?? aLead(),
  answers: [],
  askedCriteria: [],
  score: 50,
  signalReceivedAt: judged?.signalReceivedAt ?? '',
  touchLimits: { minimum: 5, maximum: 7, minimumDays: 2, countOnceWithin: 'PT10M' },
});
const signalAdded = (judged: LeadJudged | undefined): HandoffStep => ({
  type: 'signal-added',
  signalId: judged?.signalId ?? '',
  signal: 'demo',
});
const returnAccepted = (disposition: ReturnDisposition): HandoffStep => ({
  type: 'return-accepted',
  disposition,
  bySilence: false,
});
const returned = (reason: string): HandoffStep => ({
  type: 'returned',
  reason,
  proof: { kind: 'call-record', level: 'claimed' },
  returnedBy: 'rep-1',
  qualification: 'none',
  countsAgainst: 'marketing',
});

describe('ScoringConsumer with leads and handoff steps in any order', () => {
  let scoring: RunningScoring;
  beforeAll(async () => {
    scoring = await RunningScoring.start();
  });
  afterAll(() => scoring?.stop());

  /** A lead whose signals arrive one after another. */
  function aJourney(lead = aLead({ signals: [] })) {
    const leadId = uniqueLeadId();
    let current: LeadSnapshot = { ...lead, signals: [] };
    return {
      leadId,
      receive: async (kind: Signal['kind'], time: string): Promise<void> => {
        current = { ...current, signals: [...current.signals, signal(kind, time)] };
        await scoring.captured(capturedSignal(leadId, current));
      },
      judged: (count: number) => scoring.judged(leadId, count),
      row: async () => {
        const sql = 'SELECT * FROM scoring.lead WHERE lead_id = $1';
        return (await scoring.database.pool.query(sql, [leadId])).rows[0];
      },
      hasStatus: async (status: string) =>
        waitUntil(async () => (await statusOf(leadId)) === status, { what: `the lead's status is ${status}` }),
    };
  }

  async function statusOf(leadId: string): Promise<unknown> {
    const { rows } = await scoring.database.pool.query('SELECT status FROM scoring.lead WHERE lead_id = $1', [leadId]);
    return rows[0]?.status;
  }

  it('the first signal after the end of a handoff opens the next handoff', async () => {
    const lead = aJourney();
    await lead.receive('request', '09:00');
    await lead.judged(1);
    await scoring.step(lead.leadId, 1, 2, at('10:00'), ended('sql'));
    await lead.hasStatus('sql');
    await lead.receive('demo', '11:00');
    const [first, second] = await lead.judged(2);
    expect([first?.handoffNumber, second?.handoffNumber]).toEqual([1, 2]);
    expect(await lead.row()).toMatchObject({ status: 'handoff', open_handoff_number: 2, last_handoff_number: 2 });
  });

  it('signals received before the end of a handoff keep its number, even if scoring has not read its start', async () => {
    const lead = aJourney();
    await lead.receive('request', '09:00');
    await lead.receive('demo', '09:30');
    await lead.judged(2);
    await scoring.step(lead.leadId, 1, 2, at('10:00'), ended('sql'));
    await lead.hasStatus('sql');
    await lead.receive('demo', '09:59');
    const judged = await lead.judged(3);
    expect(judged.map(({ handoffNumber }) => handoffNumber)).toEqual([1, 1, 1]);
    expect(await lead.row()).toMatchObject({ status: 'sql', open_handoff_number: null, last_handoff_number: 1 });
  });

  it('only the signals missing from the record of an ended handoff are judged again', async () => {
    const lead = aJourney();
    await lead.receive('request', '09:00');
    const [first] = await lead.judged(1);
    await scoring.step(lead.leadId, 1, 1, at('09:00'), started(first));
    await lead.receive('demo', '09:30');
    await lead.receive('demo', '09:59');
    const [, added, missing] = await lead.judged(3);
    await scoring.step(lead.leadId, 1, 2, at('09:30'), signalAdded(added));
    await scoring.step(lead.leadId, 1, 3, at('10:00'), ended('unreachable'));
    const judged = await lead.judged(4);
    expect(judged.map(({ handoffNumber }) => handoffNumber)).toEqual([1, 1, 1, 2]);
    expect(judged[3]?.signalId).toBe(missing?.signalId);
    const ids = scoring.kafka.seen('baton.leads.judged.v1', lead.leadId).map(({ headers }) => headers['ce_id']);
    expect(ids[3]).toBe(`judged/${lead.leadId}/${missing?.signalId}/2`);

    // The next handoff started with this signal, so nothing is unhandled when it ends.
    await scoring.step(lead.leadId, 2, 1, at('10:01'), started(judged[3]));
    await scoring.step(lead.leadId, 2, 2, at('10:30'), ended('sql'));
    await lead.hasStatus('sql');
    expect(scoring.kafka.seen('baton.leads.judged.v1', lead.leadId)).toHaveLength(4);
  });

  it('a signal received before the end but read after it opens the next handoff', async () => {
    const lead = aJourney();
    await lead.receive('request', '09:00');
    const [first] = await lead.judged(1);
    await scoring.step(lead.leadId, 1, 1, at('09:00'), started(first));
    await scoring.step(lead.leadId, 1, 2, at('10:00'), ended('unreachable'));
    await lead.hasStatus('nurtured');
    await lead.receive('demo', '09:59');
    expect((await lead.judged(2))[1]).toMatchObject({ verdict: 'mql', handoffNumber: 2 });
    expect(await lead.row()).toMatchObject({ status: 'handoff', open_handoff_number: 2 });
  });

  it('a signal received during the review of a return is judged again when marketing accepts the return', async () => {
    const lead = aJourney();
    await lead.receive('request', '09:00');
    const [first] = await lead.judged(1);
    await scoring.step(lead.leadId, 1, 1, at('09:00'), started(first));
    await scoring.step(lead.leadId, 1, 2, at('09:10'), returned('no-budget'));
    await lead.receive('demo', '09:30');
    const [, demo] = await lead.judged(2);
    await scoring.step(lead.leadId, 1, 3, at('09:30'), signalAdded(demo));
    await scoring.step(lead.leadId, 1, 4, at('10:00'), returnAccepted('nurtured'));
    await scoring.step(lead.leadId, 1, 5, at('10:00'), ended('returned'));
    expect((await lead.judged(3))[2]).toMatchObject({ signalId: demo?.signalId, verdict: 'mql', handoffNumber: 2 });
  });

  it('a lead rejected by marketing or the arbiter is not due for review', async () => {
    const rejections: HandoffStep[] = [
      returnAccepted('rejected'),
      { type: 'dispute-decided', verdict: 'upheld', fault: 'lead', disposition: 'rejected' },
    ];
    for (const rejection of rejections) {
      const lead = aJourney();
      await lead.receive('request', '09:00');
      await lead.judged(1);
      await scoring.step(lead.leadId, 1, 2, at('09:30'), returned('competitor'));
      await scoring.step(lead.leadId, 1, 3, at('10:00'), rejection);
      await scoring.step(lead.leadId, 1, 4, at('10:00'), ended('returned'));
      await lead.hasStatus('rejected');
      expect(await lead.row()).toMatchObject({ reason: 'returned: competitor', review_due_at: null });
    }
  });

  it('signals received after the end are judged again when scoring reads the end later', async () => {
    const lead = aJourney();
    await lead.receive('request', '09:00');
    await lead.receive('demo', '11:00');
    await lead.receive('content', '12:00');
    await lead.judged(3);
    await scoring.step(lead.leadId, 1, 2, at('10:00'), ended('sql'));
    const judged = await lead.judged(5);
    expect(judged.map(({ handoffNumber }) => handoffNumber)).toEqual([1, 1, 1, 2, 2]);
    const ids = scoring.kafka.seen('baton.leads.judged.v1', lead.leadId).map(({ headers }) => headers['ce_id']);
    const [, demo, content] = judged.map(({ signalId }) => `judged/${lead.leadId}/${signalId}`);
    expect(ids.slice(3)).toEqual([`${demo}/2`, `${content}/2`]);
    expect(await lead.row()).toMatchObject({ status: 'handoff', open_handoff_number: 2, last_handoff_number: 2 });
  });

  it('a returned lead is nurtured with the reason and a review within 90 days', async () => {
    const lead = aJourney();
    await lead.receive('request', '09:00');
    await lead.judged(1);
    await scoring.step(lead.leadId, 1, 2, at('10:00'), returned('no-budget'));
    await scoring.step(lead.leadId, 1, 3, at('10:00'), ended('returned'));
    await lead.hasStatus('nurtured');
    const page = (await scoring.get('/nurtured-leads?limit=200', 'marketer')).json();
    expect(page.leads).toContainEqual(
      expect.objectContaining({
        leadId: lead.leadId,
        owner: { role: 'marketer' },
        reason: 'returned: no-budget',
        since: at('10:00'),
        reviewDueAt: '2026-05-31T10:00:00.000Z',
        handoffs: 1,
      }),
    );
    await lead.receive('demo', '11:00');
    expect((await lead.judged(2))[1]).toMatchObject({ verdict: 'mql', handoffNumber: 2 });
  });

  it('an unreachable lead is nurtured, whatever the verdicts during the handoff were', async () => {
    const lead = aJourney();
    await lead.receive('request', '09:00');
    await lead.receive('visit', '09:30');
    await lead.judged(2);
    await scoring.step(lead.leadId, 1, 2, at('10:00'), ended('unreachable'));
    await lead.hasStatus('nurtured');
    expect(await lead.row()).toMatchObject({
      reason: 'unreachable',
      review_due_at: new Date('2026-05-31T10:00:00.000Z'),
    });
  });

  it('a signal after the end that shows no new interest is nurtured, even if scoring reads the end later', async () => {
    const lead = aJourney();
    await lead.receive('request', '09:00');
    await lead.receive('visit', '11:00');
    expect((await lead.judged(2))[1]).toMatchObject({ verdict: 'mql', handoffNumber: 1 });
    await scoring.step(lead.leadId, 1, 2, at('10:00'), ended('returned'));
    const [, , again] = await lead.judged(3);
    expect(again).toMatchObject({ verdict: 'nurtured', reviewDueAt: '2026-05-31T11:00:00.000Z' });
    expect(await lead.row()).toMatchObject({ status: 'nurtured', reason: 'not yet: interest', last_handoff_number: 1 });
  });

  it('the end of a handoff is applied once, even if it is repeated or read before the lead', async () => {
    const lead = aJourney();
    await scoring.step(lead.leadId, 1, 2, at('10:00'), ended('sql'));
    await scoring.step(lead.leadId, 1, 3, at('10:30'), ended('sql'));
    await lead.hasStatus('sql');
    await lead.receive('request', '09:00');
    await lead.receive('demo', '10:15');
    const judged = await lead.judged(2);
    expect(judged.map(({ handoffNumber }) => handoffNumber)).toEqual([1, 2]);
  });
});
