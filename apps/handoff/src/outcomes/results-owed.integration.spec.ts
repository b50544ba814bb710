import { DAY } from '@baton/domain';
import { waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
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
  const ticketOf = async (handoffId: string, kind = 'result-owed'): Promise<Record<string, unknown> | undefined> => {
    const { body } = await handoffs.call('adam', 'GET', `/tickets?kind=${kind}&state=all`);
    return (body['tickets'] as Record<string, unknown>[]).find((ticket) => ticket['handoffId'] === handoffId);
  };
  const hasOutcome = (handoffId: string, count = 1): Promise<boolean> =>
    waitUntil(
      async () =>
        ((await handoffOf(handoffId))['record'] as { step: { type: string } }[] | undefined)?.filter(
          ({ step }) => step.type === 'outcome-recorded',
        ).length === count,
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

  it('a next step that is agreed after an SQL has ended closes its ticket, and the result is owed 30 days after its date', async () => {
    const handoff = await assignedHandoff();
    const path = `/handoffs/${handoff.handoffId}/next-step`;
    const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
    const body = { nextStepAt: inDays(10), evidence: { kind: 'recording', reference: 'call-2' } };
    await qualify(handoff);
    await waitUntil(async () => (await handoffOf(handoff.handoffId))['ending'] === 'sql', {
      what: 'the SQL has ended',
    });
    expect(await resultsOwedAfter(31)).toContain(handoff.handoffId);

    const key = { 'idempotency-key': randomUUID() };
    const agreed = await handoffs.call(handoff.owner, 'POST', path, body, key);
    expect(agreed).toMatchObject({ status: 200, body: { steps: [{ step: { type: 'next-step-agreed' } }] } });
    expect(await handoffs.call(handoff.owner, 'POST', path, body, key)).toMatchObject({
      status: 200,
      body: agreed.body,
    });
    expect((await ticketOf(handoff.handoffId))?.closedAt).not.toBeNull();
    expect(await resultsOwedAfter(39)).not.toContain(handoff.handoffId);
    expect(await resultsOwedAfter(41)).toContain(handoff.handoffId);

    const refused = async (caller: string, changes: object): Promise<unknown> =>
      (await handoffs.call(caller, 'POST', path, { ...body, ...changes })).body['type'];
    expect(await refused(handoff.owner, { nextStepAt: inDays(-1) })).toBe('urn:baton:problem:not-in-future');
    expect(await refused(handoff.owner, { nextStepAt: inDays(15) })).toBe('urn:baton:problem:pause-too-long');
    expect(await refused('marina', {})).toBe('urn:baton:problem:role-missing');
    const note = await handoffs.call(handoff.owner, 'POST', `/handoffs/${handoff.handoffId}/notes`, { text: 'Called' });
    expect(note).toMatchObject({ status: 409, body: { type: 'urn:baton:problem:handoff-ended' } });

    await publishOutcome(handoffs.kafka, 'lost', { leadId: handoff.leadId, decidedAt: new Date().toISOString() });
    await hasOutcome(handoff.handoffId);
    expect(await refused(handoff.owner, {})).toBe('urn:baton:problem:wrong-stage');
  });

  it('a refund above its deal that arrived before it has a ticket of the team lead until the deal is corrected', async () => {
    const leadId = randomUUID();
    const { handoffId } = await handoffs.publishJudgedLead({
      leadId,
      importedHistory: { day: '2026-02-01', verdict: 'mql' },
    });
    const publish = (outcome: 'won' | 'refunded', amount: number, decidedAt: string): Promise<void> =>
      publishOutcome(handoffs.kafka, outcome, { leadId, amount, decidedAt });
    await publish('refunded', 35_001, '2026-03-05T09:00:00.000Z');
    await publish('won', 35_000, '2026-03-01T09:00:00.000Z');
    await hasOutcome(handoffId);
    expect(await ticketOf(handoffId, 'refund-refused')).toMatchObject({ ownerRole: 'team-lead', closedAt: null });
    await publish('won', 53_000, '2026-03-02T09:00:00.000Z');
    await hasOutcome(handoffId, 3);
    expect((await ticketOf(handoffId, 'refund-refused'))?.closedAt).not.toBeNull();
  });
});
