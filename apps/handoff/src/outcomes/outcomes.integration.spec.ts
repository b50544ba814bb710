import { commandProcessed, commandRequested, leadOutcome } from '@baton/contracts';
import type { LeadOutcome } from '@baton/contracts';
import { waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import type { ApiResponse } from '../spec/handoff-fixture.ts';

const LONGEST_TEST_MILLISECONDS = 180_000;

describe('Outcomes', () => {
  let handoffs: HandoffFixture;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
  }, LONGEST_TEST_MILLISECONDS);

  afterAll(() => handoffs?.stop());

  const handoffOf = async (handoffId: string): Promise<ApiResponse['body']> =>
    (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
  const outcomesIn = async (handoffId: string): Promise<string[]> =>
    ((await handoffOf(handoffId))['record'] as { step: { type: string; outcomeId: string } }[] | undefined)?.flatMap(
      ({ step }) => (step.type === 'outcome-recorded' ? [step.outcomeId] : []),
    ) ?? [];
  const actorsOfOutcomes = async (handoffId: string): Promise<unknown[]> =>
    ((await handoffOf(handoffId))['record'] as { step: { type: string }; actor: unknown }[]).flatMap(
      ({ step, actor }) => (step.type === 'outcome-recorded' ? [actor] : []),
    );
  const recorded = (handoffId: string, count: number): Promise<string[]> =>
    waitUntil(
      async () => {
        const outcomes = await outcomesIn(handoffId);
        return outcomes.length >= count && outcomes;
      },
      { what: `${count} outcomes are in the record of ${handoffId}`, withinMilliseconds: 60_000 },
    );
  const assignedHandoff = async (): Promise<{ handoffId: string; leadId: string; owner: string }> => {
    const published = await handoffs.publishJudgedLead();
    const owner = await waitUntil(async () => (await handoffOf(published.handoffId))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
      withinMilliseconds: 60_000,
    });
    return { ...published, owner };
  };
  const importHandoff = async (leadId: string = randomUUID()): Promise<{ handoffId: string; leadId: string }> =>
    handoffs.publishJudgedLead({ leadId, importedHistory: { day: '2026-02-01', verdict: 'mql' } });
  const publishOutcome = (
    changes: Partial<LeadOutcome> & { leadId: string; id?: string; source?: string },
  ): Promise<void> => {
    const { id = randomUUID(), source, ...lead } = changes;
    return handoffs.kafka.publish({
      topic: leadOutcome.topic,
      key: lead.leadId,
      id,
      type: leadOutcome.type,
      ...(source !== undefined && { source }),
      data: { outcome: 'won', decidedAt: '2026-03-01T09:00:00.000Z', amount: 35_000, currency: 'RUB', ...lead },
    });
  };

  it('a person can report an outcome only for an SQL, and only one outcome per idempotency key', async () => {
    const { handoffId, owner } = await assignedHandoff();
    const path = `/handoffs/${handoffId}/outcome`;
    const won = { outcome: 'won', amount: 35_000, currency: 'RUB' };
    const key = { 'idempotency-key': randomUUID() };
    expect(await handoffs.call(owner, 'POST', path, won, key)).toMatchObject({
      status: 409,
      body: { type: 'urn:baton:problem:not-an-sql' },
    });

    const call = { channel: 'call', outcome: 'reached', evidence: { kind: 'call-record', reference: 'call-1' } };
    expect((await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/touches`, call)).status).toBe(200);
    const answers = ['need', 'decision-maker', 'budget'].map((question) => ({
      question,
      answer: 'yes',
      evidence: { kind: 'recording', reference: 'call-1' },
    }));
    expect((await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/qualify`, { answers })).status).toBe(200);
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    for (const field of ['decidedAt', 'paidAt']) {
      expect(await handoffs.call(owner, 'POST', path, { ...won, [field]: inAnHour })).toMatchObject({
        status: 422,
        body: { errors: [{ field }] },
      });
    }
    const first = await handoffs.call(owner, 'POST', path, won, key);
    expect(first.status).toBe(202);
    expect(await handoffs.call(owner, 'POST', path, won, key)).toMatchObject({ status: 202, body: first.body });
    expect(await handoffs.call(owner, 'POST', path, { ...won, amount: 90_000 }, key)).toMatchObject({
      status: 422,
      body: { type: 'urn:baton:problem:idempotency-key-reused' },
    });
    expect(await recorded(handoffId, 1)).toEqual([first.body['outcomeId']]);
    expect(await actorsOfOutcomes(handoffId)).toEqual([{ kind: 'person', id: owner }]);
  });

  it('an outcome of an ended handoff that never became an SQL is rejected', async () => {
    const { handoffId, owner } = await assignedHandoff();
    const optOut = { evidence: { kind: 'message-id', reference: 'm-1' } };
    expect((await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/opt-out`, optOut)).status).toBe(200);
    const lost = { outcome: 'lost', reason: 'opted out' };
    expect(await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/outcome`, lost)).toMatchObject({
      status: 409,
      body: { type: 'urn:baton:problem:not-an-sql', detail: expect.stringMatching(/opted out/) },
    });
  });

  it('invalid moments and texts are rejected', async () => {
    const { handoffId, owner } = await assignedHandoff();
    for (const decidedAt of ['20260101T101010Z', '2026-02-31T10:00:00Z', '2026-02-01', '2026-02-01T10:00:00']) {
      const response = await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/outcome`, {
        outcome: 'won',
        decidedAt,
      });
      expect(response).toMatchObject({ status: 400, body: { errors: [{ field: 'decidedAt' }] } });
    }
    expect(await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/notes`, { text: 'Half\0' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'text' }] },
    });
  });

  it('outcomes of two systems with the same id are both recorded', async () => {
    const { handoffId, leadId } = await importHandoff();
    await publishOutcome({ leadId, id: '17', source: '/crm/north' });
    await publishOutcome({ leadId, id: '17', source: '/crm/south' });
    await publishOutcome({ leadId, id: '17', source: '/crm/south' });
    expect(new Set(await recorded(handoffId, 2))).toEqual(new Set(['/crm/north#17', '/crm/south#17']));
    const sources = ['/crm/north', '/crm/south'].map((id) => ({ kind: 'event-source', id }));
    expect(new Set(await actorsOfOutcomes(handoffId))).toEqual(new Set(sources));
  });

  it('an outcome that arrives before its handoff is recorded in the handoff that it belongs to', async () => {
    const leadId = randomUUID();
    await publishOutcome({ leadId, handoffNumber: 2, id: 'second' });
    await publishOutcome({ leadId, id: 'any' });
    const { handoffId } = await importHandoff(leadId);
    expect(await recorded(handoffId, 1)).toEqual(['any']);
  });

  describe('Imported outcomes', () => {
    const importedOutcome = { imported: true, decidedAt: '2018-03-01T09:00:00.000Z' } as const;
    const startedHandoff = async (changes: Parameters<HandoffFixture['publishJudgedLead']>[0]): Promise<string> => {
      const { handoffId } = await handoffs.publishJudgedLead(changes);
      const exists = async (): Promise<boolean> => (await handoffOf(handoffId))['ownerId'] !== undefined;
      await waitUntil(exists, { what: `${handoffId} exists`, withinMilliseconds: 60_000 });
      return handoffId;
    };

    it('an imported outcome is not recorded in a handoff that started after it', async () => {
      const leadId = randomUUID();
      await publishOutcome({ ...importedOutcome, leadId, id: `held/${leadId}` });
      await publishOutcome({ leadId, id: `said/${leadId}` });
      const handoffId = await startedHandoff({ leadId });
      expect(await recorded(handoffId, 1)).toEqual([`said/${leadId}`]);
      await publishOutcome({ ...importedOutcome, leadId, id: `late/${leadId}` });
      await publishOutcome({ leadId, id: `said again/${leadId}` });
      expect(await recorded(handoffId, 2)).toEqual([`said/${leadId}`, `said again/${leadId}`]);
    });

    it('an imported outcome is recorded in the imported handoff although the lead has a newer one', async () => {
      const leadId = randomUUID();
      const { handoffId: past } = await importHandoff(leadId);
      const live = await startedHandoff({ leadId, handoffNumber: 2, signalId: 'signal-2' });
      await publishOutcome({ ...importedOutcome, leadId, id: `old/${leadId}` });
      expect(await recorded(past, 1)).toEqual([`old/${leadId}`]);
      const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
      await publishOutcome({ ...importedOutcome, leadId, id: `new/${leadId}`, decidedAt: tomorrow });
      expect(await recorded(live, 1)).toEqual([`new/${leadId}`]);
    });
  });

  it('an outcome that arrives together with its lead is recorded', async () => {
    const leads = Array.from({ length: 40 }, () => randomUUID());
    const handoffsOfLeads = await Promise.all(
      leads.map(async (leadId) => (await Promise.all([importHandoff(leadId), publishOutcome({ leadId })]))[0]),
    );
    for (const { handoffId } of handoffsOfLeads) expect(await recorded(handoffId, 1)).toHaveLength(1);
  });

  it('commands of two systems with the same id are both processed', async () => {
    const { handoffId, owner } = await assignedHandoff();
    await handoffs.kafka.consume(commandProcessed.topic);
    for (const source of ['/crm/north', '/crm/south']) {
      await handoffs.kafka.publish({
        topic: commandRequested.topic,
        key: handoffId,
        id: '1',
        type: commandRequested.type,
        source,
        data: { handoffId, personId: owner, command: { type: 'open' } },
      });
    }
    const answers = await handoffs.kafka.waitForMessages(commandProcessed.topic, handoffId, 2, 60_000);
    expect(answers.map(({ data }) => data)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ commandId: '1', commandSource: '/crm/north' }),
        expect.objectContaining({ commandId: '1', commandSource: '/crm/south' }),
      ]),
    );
  });
});
