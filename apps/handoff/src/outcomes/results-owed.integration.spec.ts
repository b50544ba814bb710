import { DAY } from '@baton/domain';
import { waitUntil } from '@baton/testing';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import type { ApiResponse } from '../spec/handoff-fixture.ts';
import { publishOutcome } from '../spec/publish-outcome.ts';
import { ResultsOwed } from './results-owed.ts';

describe('Results owed', () => {
  let handoffs: HandoffFixture;
  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
  });
  afterAll(() => handoffs?.stop());

  const handoffOf = async (handoffId: string): Promise<ApiResponse['body']> =>
    (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
  const assignedHandoff = async (): Promise<{ handoffId: string; leadId: string; owner: string }> => {
    const published = await handoffs.publishJudgedLead();
    const owner = await waitUntil(async () => (await handoffOf(published.handoffId))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
      withinMilliseconds: 60_000,
    });
    return { ...published, owner };
  };
  const qualify = async (
    { handoffId, owner }: { handoffId: string; owner: string },
    afterTheCall?: () => Promise<void>,
  ): Promise<void> => {
    const call = { channel: 'call', outcome: 'reached', evidence: { kind: 'call-record', reference: 'call-1' } };
    expect((await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/touches`, call)).status).toBe(200);
    await afterTheCall?.();
    const evidence = { kind: 'recording', reference: 'call-1' };
    const answers = ['need', 'decision-maker', 'budget'].map((question) => ({ question, answer: 'yes', evidence }));
    expect((await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/qualify`, { answers })).status).toBe(200);
  };
  /** The handoffs whose result is owed as many days from now. */
  const resultsOwedAfter = async (days: number): Promise<string[]> => {
    const resultsOwed = handoffs.worker!.get(ResultsOwed, { strict: false });
    return (await resultsOwed.check(new Date(Date.now() + days * DAY))).owed;
  };
  const ticketOf = async (handoffId: string): Promise<Record<string, unknown> | undefined> => {
    const { body } = await handoffs.call('adam', 'GET', '/tickets?kind=result-owed&state=all');
    return (body['tickets'] as Record<string, unknown>[]).find((ticket) => ticket['handoffId'] === handoffId);
  };
  const hasOutcome = (handoffId: string): Promise<boolean> =>
    waitUntil(
      async () =>
        ((await handoffOf(handoffId))['record'] as { step: { type: string } }[]).some(
          ({ step }) => step.type === 'outcome-recorded',
        ),
      { what: `the outcome is in the record of ${handoffId}`, withinMilliseconds: 60_000 },
    );

  it('an SQL that has no outcome 30 days later has a ticket of its owner, which the outcome closes', async () => {
    const [open, decided, unqualified] = [await assignedHandoff(), await assignedHandoff(), await assignedHandoff()];
    for (const handoff of [open, decided]) await qualify(handoff);
    await publishOutcome(handoffs.kafka, 'lost', { leadId: decided.leadId, decidedAt: new Date().toISOString() });
    await hasOutcome(decided.handoffId);

    expect(await resultsOwedAfter(29)).not.toContain(open.handoffId);
    for (let check = 0; check < 2; check += 1) {
      const owed = await resultsOwedAfter(31);
      expect(owed).toContain(open.handoffId);
      expect(owed).not.toEqual(expect.arrayContaining([decided.handoffId]));
      expect(owed).not.toEqual(expect.arrayContaining([unqualified.handoffId]));
    }
    const { ownerId } = await handoffOf(open.handoffId);
    expect(await ticketOf(open.handoffId)).toMatchObject({ ownerId, handoffId: open.handoffId, timesOpened: 1 });
    const { body } = await handoffs.call(
      'adam',
      'GET',
      `/notifications?handoffId=${open.handoffId}&kind=ticket-opened`,
    );
    expect(body['notifications']).toMatchObject([{ recipientId: ownerId, facts: { ticketKind: 'result-owed' } }]);

    await publishOutcome(handoffs.kafka, 'won', { leadId: open.leadId, decidedAt: new Date().toISOString() });
    await hasOutcome(open.handoffId);
    expect((await ticketOf(open.handoffId))?.closedAt).not.toBeNull();
    expect(await resultsOwedAfter(31)).not.toContain(open.handoffId);
  });

  it('the result of an SQL with a dated next step is owed 30 days after that date', async () => {
    const handoff = await assignedHandoff();
    const nextStepAt = new Date(Date.now() + 10 * DAY).toISOString();
    await qualify(handoff, async () => {
      const body = { nextStepAt, evidence: { kind: 'recording', reference: 'call-1' } };
      const { status } = await handoffs.call(handoff.owner, 'POST', `/handoffs/${handoff.handoffId}/next-step`, body);
      expect(status).toBe(200);
    });
    expect(await resultsOwedAfter(39)).not.toContain(handoff.handoffId);
    expect(await resultsOwedAfter(41)).toContain(handoff.handoffId);
    const { ownerId } = await handoffOf(handoff.handoffId);
    expect(await ticketOf(handoff.handoffId)).toMatchObject({ ownerId, ownerRole: null });
  });
});
