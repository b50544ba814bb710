import { leadOutcome } from '@baton/contracts';
import { matchOutcome } from '@baton/domain';
import type { RecordedStep } from '@baton/domain';
import { SeededRandom, waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import type { ApiResponse } from '../spec/handoff-fixture.ts';
import { publishOutcome } from '../spec/publish-outcome.ts';
import type { OutcomeChanges } from '../spec/publish-outcome.ts';

const LONGEST_TEST_MILLISECONDS = 180_000;
const SEED = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1e9));

describe(`Outcomes (seed ${SEED})`, () => {
  let handoffs: HandoffFixture;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
  }, LONGEST_TEST_MILLISECONDS);

  afterAll(() => handoffs?.stop());

  const handoffOf = async (handoffId: string): Promise<ApiResponse['body']> =>
    (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
  const outcomeStepsOf = async (handoffId: string) =>
    ((await handoffOf(handoffId))['record'] as RecordedStep[] | undefined)?.flatMap(({ step, actor }) =>
      step.type === 'outcome-recorded' ? [{ outcomeId: step.outcomeId, actor }] : [],
    ) ?? [];
  const outcomesIn = async (handoffId: string): Promise<string[]> =>
    (await outcomeStepsOf(handoffId)).map(({ outcomeId }) => outcomeId);
  const actorsOfOutcomes = async (handoffId: string): Promise<unknown[]> =>
    (await outcomeStepsOf(handoffId)).map(({ actor }) => actor);
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
  const publishWon = (changes: OutcomeChanges): Promise<void> => publishOutcome(handoffs.kafka, 'won', changes);
  const publishLost = (changes: OutcomeChanges): Promise<void> => publishOutcome(handoffs.kafka, 'lost', changes);
  const publishRefund = (changes: OutcomeChanges) => publishOutcome(handoffs.kafka, 'refunded', changes);
  /** Within the tolerance for the reporter's clock, and after the start of a handoff that starts now. */
  const inAMinute = (): string => new Date(Date.now() + 60_000).toISOString();

  it('a person can report an outcome only for an SQL, only after its handoff began, and only one per idempotency key', async () => {
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
    const early = '2026-01-15T12:00:00+03:00';
    for (const [field, body] of [
      ['decidedAt', { outcome: 'lost', reason: 'price', decidedAt: early }],
      ['paidAt', { ...won, paidAt: early }],
    ] as const) {
      expect(await handoffs.call(owner, 'POST', path, body)).toMatchObject({
        status: 422,
        body: {
          type: 'urn:baton:problem:outcome-before-handoff',
          detail: expect.stringMatching(
            new RegExp(`^${field} is 2026-01-15T09:00:00.000Z, before the handoff began at 20.*Z\\. Correct ${field}`),
          ) as string,
          errors: [{ field }],
        },
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

  it('outcomes of two systems with the same id are both recorded', async () => {
    const { handoffId, leadId } = await importHandoff();
    await publishWon({ leadId, id: '17', source: '/crm/north' });
    await publishWon({ leadId, id: '17', source: '/crm/south' });
    await publishWon({ leadId, id: '17', source: '/crm/south' });
    expect(new Set(await recorded(handoffId, 2))).toEqual(new Set(['/crm/north#17', '/crm/south#17']));
    const sources = ['/crm/north', '/crm/south'].map((id) => ({ kind: 'event-source', id }));
    expect(new Set(await actorsOfOutcomes(handoffId))).toEqual(new Set(sources));
  });

  it('an outcome that arrives before its handoff is recorded in the handoff that it belongs to', async () => {
    const leadId = randomUUID();
    await publishWon({ leadId, handoffNumber: 2, id: 'second' });
    await publishWon({ leadId, id: 'any' });
    const { handoffId } = await importHandoff(leadId);
    expect(await recorded(handoffId, 1)).toEqual(['any']);
  });

  it('the refunds of a won deal never exceed what was paid, over HTTP or Kafka', async () => {
    const { handoffId, leadId } = await importHandoff();
    await publishRefund({ leadId, id: `early/${leadId}`, amount: 5_000, decidedAt: '2026-03-05T09:00:00.000Z' });
    await publishWon({ leadId, id: `won/${leadId}` });
    expect(await recorded(handoffId, 2)).toEqual([`won/${leadId}`, `early/${leadId}`]);

    const refund = { outcome: 'refunded', amount: 20_000, currency: 'RUB' };
    const report = (body: object, headers = {}) =>
      handoffs.call('adam', 'POST', `/handoffs/${handoffId}/outcome`, body, headers);
    const key = { 'idempotency-key': randomUUID() };
    const refused = (code: string) => ({ status: 422, body: { type: `urn:baton:problem:${code}` } });
    expect(await report({ ...refund, amount: 30_001 })).toMatchObject(refused('refund-above-paid'));
    expect(await report({ outcome: 'refunded' })).toMatchObject({ status: 422 });
    const { body: accepted } = await report(refund, key);
    await recorded(handoffId, 3);

    const dlq = `${leadOutcome.topic}.dlq`;
    await handoffs.kafka.consume(dlq);
    await publishRefund({ leadId, amount: 10_001, decidedAt: '2026-03-06T09:00:00.000Z' });
    const smaller = { outcome: 'won', amount: 24_999.99, currency: 'RUB', decidedAt: '2026-03-07T09:00:00.000Z' };
    expect(await report(smaller)).toMatchObject(refused('won-below-refunds'));
    await publishWon({ leadId, amount: 24_999.99, decidedAt: '2026-03-07T09:00:00.000Z' });
    const letters = await handoffs.kafka.waitForMessages(dlq, leadId, 2, 60_000);
    expect(letters.map(({ headers }) => headers['baton-dlq-code'])).toEqual(['refund-above-paid', 'won-below-refunds']);
    expect(await outcomesIn(handoffId)).toHaveLength(3);
    await publishLost({ leadId, decidedAt: '2026-03-04T09:00:00.000Z' });
    await recorded(handoffId, 4);
    expect(await report(refund)).toMatchObject({ status: 409 });
    expect(await report(refund, key)).toMatchObject({ status: 202, body: accepted });
  });

  describe('Imported outcomes', () => {
    const importedOutcome = { imported: true, decidedAt: '2018-03-01T09:00:00.000Z' } as const;
    const startedHandoff = async (changes: Parameters<HandoffFixture['publishJudgedLead']>[0]): Promise<string> => {
      const { handoffId } = await handoffs.publishJudgedLead(changes);
      const exists = async (): Promise<boolean> => (await handoffOf(handoffId))['ownerId'] !== undefined;
      await waitUntil(exists, { what: `${handoffId} exists`, withinMilliseconds: 60_000 });
      return handoffId;
    };

    it('an imported outcome is never recorded in a handoff that was not imported', async () => {
      const leadId = randomUUID();
      await publishWon({ ...importedOutcome, leadId, id: `held/${leadId}` });
      await publishWon({ leadId, id: `said/${leadId}`, decidedAt: inAMinute() });
      const handoffId = await startedHandoff({ leadId });
      expect(await recorded(handoffId, 1)).toEqual([`said/${leadId}`]);
      await publishWon({ ...importedOutcome, leadId, id: `late/${leadId}`, decidedAt: new Date().toISOString() });
      await publishWon({ leadId, id: `said again/${leadId}`, decidedAt: inAMinute() });
      expect(await recorded(handoffId, 2)).toEqual([`said/${leadId}`, `said again/${leadId}`]);
    });

    it('an imported outcome is recorded in the imported handoff although the lead has a newer one', async () => {
      const leadId = randomUUID();
      const { handoffId: past } = await importHandoff(leadId);
      const live = await startedHandoff({ leadId, handoffNumber: 2, signalId: 'signal-2' });
      await publishWon({ ...importedOutcome, leadId, id: `old/${leadId}` });
      await publishWon({ ...importedOutcome, leadId, id: `new/${leadId}`, decidedAt: new Date().toISOString() });
      await publishWon({ leadId, id: `live/${leadId}`, decidedAt: inAMinute() });
      expect(await recorded(live, 1)).toEqual([`live/${leadId}`]);
      expect(await recorded(past, 2)).toEqual([`old/${leadId}`, `new/${leadId}`]);
    });
  });

  describe('Outcomes at impossible moments', () => {
    const refusal = async (leadId: string): Promise<Record<string, string> | undefined> => {
      const [letter] = await handoffs.kafka.waitForMessages(`${leadOutcome.topic}.dlq`, leadId, 1, 60_000);
      return letter?.headers;
    };
    beforeAll(() => handoffs.kafka.consume(`${leadOutcome.topic}.dlq`));

    it('a lost dated before its handoff, arriving after won, is refused with both moments and changes nothing', async () => {
      const { handoffId, leadId } = await assignedHandoff();
      await publishWon({ leadId, id: `won/${leadId}`, handoffNumber: 1, decidedAt: inAMinute() });
      await publishLost({ leadId, id: `lost/${leadId}`, handoffNumber: 1, decidedAt: '2026-01-15T09:00:00.000Z' });
      expect(await refusal(leadId)).toMatchObject({
        'baton-dlq-code': 'outcome-before-handoff',
        'baton-dlq-reason': expect.stringMatching(
          /decidedAt is 2026-01-15T09:00:00.000Z, before the handoff began at 20.*Z\. Correct decidedAt/,
        ) as string,
      });
      await publishWon({ leadId, id: `won again/${leadId}`, decidedAt: inAMinute() });
      expect(await recorded(handoffId, 2)).toEqual([`won/${leadId}`, `won again/${leadId}`]);
    });

    it.each([['decidedAt'], ['paidAt']])(
      'an outcome without a handoff whose %s is before the first is refused',
      async (field) => {
        const { leadId } = await assignedHandoff();
        await publishWon({ leadId, decidedAt: inAMinute(), [field]: '2026-01-15T09:00:00.000Z' });
        expect(await refusal(leadId)).toMatchObject({
          'baton-dlq-code': 'outcome-before-handoff',
          'baton-dlq-reason': expect.stringContaining(`${field} is 2026-01-15`) as string,
        });
      },
    );

    it('an outcome in the future is refused, also an imported one', async () => {
      const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
      for (const changes of [{}, { imported: true } as const]) {
        const { leadId } = await importHandoff();
        await publishWon({ ...changes, leadId, decidedAt: inAnHour });
        expect(await refusal(leadId)).toMatchObject({
          'baton-dlq-code': 'outcome-in-future',
          'baton-dlq-reason': `decidedAt must not be in the future, but is ${inAnHour}`,
        });
      }
    });
  });

  it('the record holds the same outcomes in whatever order they and their imported handoff arrive', async () => {
    const random = new SeededRandom(SEED);
    const days = ['2025-12-01', '2026-01-31', '2026-02-01', '2026-02-10', '2026-02-20'];
    const leads = await Promise.all(
      Array.from({ length: 25 }, async () => {
        const leadId = randomUUID();
        const outcomes = Array.from({ length: random.between(1, 5) }, (_, index) => ({
          leadId,
          id: `${index}/${leadId}`,
          decidedAt: `${random.pick(days)}T12:00:00.000Z`,
          ...(random.chance(0.3) && { imported: true as const }),
          ...(random.chance(0.3) && { handoffNumber: random.pick([1, 2]) }),
        }));
        const publishAll = random
          .shuffled([...outcomes, ...outcomes.filter(() => random.chance(0.3))])
          .map((outcome) => () => (random.chance(0.5) ? publishWon(outcome) : publishLost(outcome)));
        const arrivals = random.shuffled<() => Promise<unknown>>([...publishAll, () => importHandoff(leadId)]);
        for (const arrive of arrivals) await arrive();
        return { leadId, outcomes };
      }),
    );
    for (const { leadId, outcomes } of leads) {
      const handoffId = `handoff-${leadId}-1`;
      await waitUntil(async () => (await handoffOf(handoffId))['record'] !== undefined, {
        what: `${handoffId} is imported`,
        withinMilliseconds: 60_000,
      });
      // The last of its partition: when it is recorded, all others have been read.
      await publishWon({ leadId, id: `end/${leadId}` });
      const target = { handoffNumber: 1, beganAt: '2026-01-31T10:00:00.000Z', isImported: true };
      const expected = outcomes.filter((outcome) => matchOutcome([target], outcome).kind === 'matched');
      const end = await waitUntil(
        async () => {
          const ids = await outcomesIn(handoffId);
          return ids.includes(`end/${leadId}`) && ids;
        },
        { what: `the last outcome is in ${handoffId}`, withinMilliseconds: 60_000 },
      );
      expect(end.sort()).toEqual([...expected.map(({ id }) => id), `end/${leadId}`].sort());
    }
  });

  it('an outcome that arrives together with its lead is recorded', async () => {
    const leads = Array.from({ length: 40 }, () => randomUUID());
    const handoffsOfLeads = await Promise.all(
      leads.map(async (leadId) => (await Promise.all([importHandoff(leadId), publishWon({ leadId })]))[0]),
    );
    for (const { handoffId } of handoffsOfLeads) expect(await recorded(handoffId, 1)).toHaveLength(1);
  });
});
