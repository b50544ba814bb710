import { topics } from '@baton/contracts';
import { aShortAgreement, waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { HandoffFixture } from './spec/handoff-fixture.ts';
import type { ApiResponse } from './spec/handoff-fixture.ts';

describe('Handoff service with its engines', () => {
  let handoffs: HandoffFixture;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
  });

  afterAll(() => handoffs?.stop());

  const handoffOf = async (handoffId: string): Promise<ApiResponse['body']> =>
    (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;

  const ownerOf = async (handoffId: string): Promise<string> =>
    waitUntil(async () => (await handoffOf(handoffId))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });

  const recordOf = async (handoffId: string): Promise<string[]> =>
    ((await handoffOf(handoffId))['record'] as { step: { type: string } }[]).map(({ step }) => step.type);

  const callRecord = { kind: 'call-record', reference: 'call-1' };
  const aCall = { channel: 'call', outcome: 'no-answer', evidence: callRecord };
  const yes = (question: string) => ({ question, answer: 'yes', evidence: callRecord });

  it('an MQL gets an owner and passes through acceptance, first contact and SQL', async () => {
    const { handoffId, leadId } = await handoffs.publishJudgedLead();
    const owner = await ownerOf(handoffId);

    expect((await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/accept`)).status).toBe(200);
    const touched = await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/touches`, {
      ...aCall,
      outcome: 'reached',
      text: 'Wants a demo',
    });
    expect(touched.body.steps?.map(({ step }) => step.type)).toEqual([
      'touched',
      'promise-kept',
      'promise-kept',
      'promise-kept',
      'promise-started',
    ]);
    const qualified = await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/qualify`, {
      answers: ['need', 'decision-maker', 'budget'].map(yes),
    });
    expect(qualified.status).toBe(200);

    const { stage, ending, version } = await handoffOf(handoffId);
    expect({ stage, ending }).toEqual({ stage: 'ended', ending: 'sql' });
    await handoffs.kafka.consume(topics.handoffs.name);
    const events = await handoffs.kafka.waitForMessages(topics.handoffs.name, leadId, version as number);
    expect(events.map(({ data }) => (data as { version: number }).version)).toEqual(
      Array.from({ length: version as number }, (_, index) => index + 1),
    );
  });

  it('the next attempt follows the cadence until the lead is reached', async () => {
    const { handoffId } = await handoffs.publishJudgedLead();
    const owner = await ownerOf(handoffId);
    const asked = new Date().toISOString();
    const first = (await handoffOf(handoffId))['nextAttempt'] as { at: string };
    expect(first).toMatchObject({ channel: 'call', number: 1, minimum: 5, maximum: 7, late: false });
    expect(Date.parse(first.at)).toBeGreaterThan(Date.parse(asked));

    await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/touches`, aCall);
    const second = (await handoffOf(handoffId))['nextAttempt'] as { at: string };
    expect(second).toMatchObject({ channel: 'email', number: 2 });
    // A message need not wait for the hours in which the lead may be called.
    expect(Date.parse(second.at)).toBeGreaterThan(Date.parse(asked));

    await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/touches`, { ...aCall, outcome: 'reached' });
    expect((await handoffOf(handoffId))['nextAttempt']).toEqual({ reason: 'reached' });
    const described = (await handoffs.call('adam', 'GET', '/openapi.json')).text;
    expect(described).toContain('"nextAttempt"');
  });

  it('a repeated idempotency key has one effect and one response, and is rejected with another body', async () => {
    const { handoffId } = await handoffs.publishJudgedLead();
    const owner = await ownerOf(handoffId);
    const key = { 'idempotency-key': randomUUID() };

    const first = await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/touches`, aCall, key);
    const repeated = await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/touches`, aCall, key);
    const other = await handoffs.call(
      owner,
      'POST',
      `/handoffs/${handoffId}/touches`,
      { ...aCall, outcome: 'busy' },
      key,
    );

    expect(repeated).toMatchObject({ status: 200, body: first.body });
    expect(other).toMatchObject({ status: 422, body: { type: 'urn:baton:problem:idempotency-key-reused' } });
    expect((await recordOf(handoffId)).filter((type) => type === 'touched')).toHaveLength(1);
  });

  it('100 concurrent commands of the owner take effect once, and those of other reps never', async () => {
    const { handoffId } = await handoffs.publishJudgedLead();
    const owner = await ownerOf(handoffId);
    const other = owner === 'anna' ? 'boris' : 'anna';
    // On 503 the outcome is unknown, so repeat with the same key as a client would.
    const send = async (person: string, command: string, key: string, body?: object): Promise<ApiResponse> => {
      for (;;) {
        const headers = { 'idempotency-key': key };
        const response = await handoffs.call(person, 'POST', `/handoffs/${handoffId}/${command}`, body, headers);
        if (response.status !== 503) return response;
        await pause(200);
      }
    };
    const hundred = <T>(send: (index: number) => Promise<T>): Promise<T[]> =>
      Promise.all(Array.from({ length: 100 }, (_, index) => send(index)));

    const strangers = await hundred((index) => send(other, 'accept', `stranger-${index}`));
    expect(countBy(strangers.map(({ status }) => status))).toEqual({ 404: 100 });
    const responses = await hundred((index) => send(owner, 'accept', `key-${index}`));
    expect(countBy(responses.map(({ status }) => status))).toEqual({ 200: 1, 409: 99 });
    expect((await recordOf(handoffId)).filter((type) => type === 'accepted')).toHaveLength(1);

    const same = await hundred(() => send(owner, 'touches', 'the-same', aCall));
    expect(countBy(same.map(({ status }) => status))).toEqual({ 200: 100 });
    expect(new Set(same.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect((await recordOf(handoffId)).filter((type) => type === 'touched')).toHaveLength(1);
  }, 240_000);

  it('a return needs a reason from the agreement and the proof that it requires', async () => {
    const { handoffId } = await handoffs.publishJudgedLead();
    const owner = await ownerOf(handoffId);
    const returnLead = (body: object): Promise<ApiResponse> =>
      handoffs.call(owner, 'POST', `/handoffs/${handoffId}/return`, body);

    expect(await returnLead({ reason: 'rubbish', proof: callRecord })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'reason' }] },
    });
    expect(await returnLead({ reason: 'competitor', proof: callRecord })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'proof' }] },
    });
    expect(
      (
        await returnLead({
          reason: 'competitor',
          proof: { kind: 'link', reference: 'https://competitor.example' },
          text: 'They sell the same',
        })
      ).status,
    ).toBe(200);
    expect(await handoffOf(handoffId)).toMatchObject({ stage: 'returned', nextDuePromise: 'return-review' });
    const review = (person: string) =>
      handoffs.call(person, 'POST', `/handoffs/${handoffId}/return/accept`, { disposition: 'rejected' });
    expect((await review(owner)).status).toBe(403);
    expect((await review('marina')).status).toBe(200);
    expect(await handoffOf(handoffId)).toMatchObject({ stage: 'ended', ending: 'returned' });
    expect([...handoffs.texts.values()].some((text) => text.includes('They sell the same'))).toBe(true);
    expect(JSON.stringify(await handoffOf(handoffId))).not.toContain('They sell the same');
    expect(await returnLead({ reason: 'no-need', proof: callRecord })).toMatchObject({
      status: 409,
      body: { type: 'urn:baton:problem:handoff-ended' },
    });
  });

  it('a repeated verdict starts one workflow, and a declined lead never returns to the same rep', async () => {
    const { handoffId, leadId } = await handoffs.publishJudgedLead();
    await handoffs.publishJudgedLead({ leadId });
    const ownerIds = [await ownerOf(handoffId)];
    await handoffs.call(ownerIds[0]!, 'POST', `/handoffs/${handoffId}/decline`, { reason: 'capacity' });
    ownerIds.push((await handoffOf(handoffId))['ownerId'] as string);
    await handoffs.call(ownerIds[1]!, 'POST', `/handoffs/${handoffId}/decline`, { reason: 'conflict' });
    ownerIds.push((await handoffOf(handoffId))['ownerId'] as string);
    expect(new Set(ownerIds).size).toBe(3);
    await handoffs.call(ownerIds[2]!, 'POST', `/handoffs/${handoffId}/decline`, { reason: 'routing' });
    expect(await handoffOf(handoffId)).toMatchObject({ stage: 'queued', ownerId: null });

    expect(
      (await handoffs.call('anna', 'POST', `/handoffs/${handoffId}/reassign`, { toPersonId: 'anna' })).status,
    ).toBe(403);
    expect(
      (await handoffs.call('tatiana', 'POST', `/handoffs/${handoffId}/reassign`, { toPersonId: 'nobody' })).status,
    ).toBe(422);
    expect(
      (await handoffs.call('tatiana', 'POST', `/handoffs/${handoffId}/reassign`, { toPersonId: 'clara' })).status,
    ).toBe(200);
    expect(await handoffOf(handoffId)).toMatchObject({ stage: 'awaiting-acceptance', ownerId: 'clara' });
    expect((await recordOf(handoffId)).filter((type) => type === 'started')).toHaveLength(1);
  });

  it('a rep lists only handoffs that they have owned, and a team lead can filter those of the team', async () => {
    const source = `fair-${randomUUID()}`;
    const { handoffId } = await handoffs.publishJudgedLead({
      lead: { source, reachableBy: [], flags: [], consent: null, signals: [] },
    });
    const owner = await ownerOf(handoffId);
    const stranger = owner === 'anna' ? 'boris' : 'anna';
    const ids = ({ body }: ApiResponse): string[] =>
      (body['handoffs'] as { handoffId: string }[]).map((row) => row.handoffId);

    expect(ids(await handoffs.call(owner, 'GET', `/handoffs?source=${source}`))).toEqual([handoffId]);
    expect(ids(await handoffs.call(stranger, 'GET', `/handoffs?source=${source}`))).toEqual([]);
    expect(
      ids(
        await handoffs.call('tatiana', 'GET', `/handoffs?source=${source}&ownerId=${owner}&stage=awaiting-acceptance`),
      ),
    ).toEqual([handoffId]);
    expect((await handoffs.call(stranger, 'GET', `/handoffs/${handoffId}`)).status).toBe(404);
    expect(await handoffs.call('adam', 'GET', '/handoffs?stage=nowhere&limit=0')).toMatchObject({ status: 400 });
    expect((await handoffs.call('adam', 'GET', '/handoffs/handoff-none-1')).status).toBe(404);
  });

  it('an outcome reported twice is recorded once, even after the handoff has ended', async () => {
    const { handoffId } = await handoffs.publishJudgedLead();
    const owner = await ownerOf(handoffId);
    await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/touches`, { ...aCall, outcome: 'reached' });
    await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/qualify`, {
      answers: ['need', 'decision-maker', 'budget'].map(yes),
    });
    const key = { 'idempotency-key': randomUUID() };
    const won = { outcome: 'won', amount: 35_000, currency: 'RUB' };

    expect((await handoffs.call('kirill', 'POST', `/handoffs/${handoffId}/outcome`, { outcome: 'lost' })).status).toBe(
      422,
    );
    expect((await handoffs.call('kirill', 'POST', `/handoffs/${handoffId}/outcome`, won, key)).status).toBe(202);
    expect((await handoffs.call('kirill', 'POST', `/handoffs/${handoffId}/outcome`, won, key)).status).toBe(202);
    await waitUntil(async () => (await recordOf(handoffId)).includes('outcome-recorded'), {
      what: 'the outcome is in the record',
    });
    expect((await recordOf(handoffId)).filter((type) => type === 'outcome-recorded')).toHaveLength(1);
  });

  it('imported history is recorded as one step and starts no promise', async () => {
    const { handoffId } = await handoffs.publishJudgedLead({ importedHistory: { day: '2018-02-01', verdict: 'mql' } });
    await waitUntil(async () => (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).status === 200, {
      what: 'the imported handoff is recorded',
    });
    expect(await handoffOf(handoffId)).toMatchObject({ stage: 'ended', ending: 'imported', nextDueAt: null });
    expect(await recordOf(handoffId)).toEqual(['imported']);
  });

  // The last test: people who miss an acceptance are assigned no lead until their next step.
  it('a missed promise is recorded as broken and reported to the team lead, and the lead moves to someone else', async () => {
    const version = await handoffs.publishAgreement(
      aShortAgreement({ sources: ['hurry'], acceptance: 'PT2S', firstContact: 'PT2S' }),
    );
    const { handoffId } = await handoffs.publishJudgedLead({ agreementVersion: version });
    const first = await ownerOf(handoffId);

    await waitUntil(async () => (await handoffOf(handoffId))['ownerId'] !== first, {
      what: 'the lead goes to someone else',
    });
    const page = await handoffOf(handoffId);
    expect(page['brokenPromises']).toEqual(expect.arrayContaining(['acceptance', 'first-contact']));
    const tickets = await handoffs.call('tatiana', 'GET', '/tickets');
    expect(
      (tickets.body['tickets'] as { handoffId: string; kind: string }[])
        .filter((ticket) => ticket.handoffId === handoffId)
        .map(({ kind }) => kind),
    ).toEqual(expect.arrayContaining(['not-opened', 'no-first-contact']));
    const notifications = await waitUntil(
      async () => {
        const { rows } = await handoffs.database.pool.query<{ kind: string }>(
          `SELECT kind FROM handoff.notification JOIN handoff.delivery USING (notification_id) JOIN handoff.message USING (message_id)
           WHERE handoff_id = $1 AND notification.recipient_id = $2 AND sent_at IS NOT NULL`,
          [handoffId, 'tatiana'],
        );
        return rows.length > 0 && rows;
      },
      { what: 'the team lead is notified' },
    );
    expect(notifications[0]?.kind).toBe('promise-broken');
    const refused = await handoffs.call(first, 'POST', `/handoffs/${handoffId}/accept`);
    expect(refused).toMatchObject({ status: 403, body: { type: 'urn:baton:problem:not-permitted' } });
  });
});

function countBy(values: (string | number)[]): Record<string, number> {
  return values.reduce<Record<string, number>>(
    (counts, value) => ({ ...counts, [value]: (counts[value] ?? 0) + 1 }),
    {},
  );
}
