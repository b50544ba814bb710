import type { RecordedStep } from '@baton/domain';
import { waitUntil } from '@baton/testing';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import type { ApiResponse } from '../spec/handoff-fixture.ts';

describe('what people leave behind', () => {
  let handoffs: HandoffFixture;

  beforeEach(async () => {
    handoffs = await HandoffFixture.start();
  });

  afterEach(() => handoffs?.stop());

  const aRep = { teamId: 'sales', roles: ['rep'] };
  const page = async (handoffId: string): Promise<ApiResponse['body']> =>
    (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
  const ownerOf = (handoffId: string): Promise<string> =>
    waitUntil(async () => (await page(handoffId))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });
  const passesTo = (handoffId: string, personId: string): Promise<boolean> =>
    waitUntil(async () => (await page(handoffId))['ownerId'] === personId, { what: `${personId} takes over` });

  it('goes to no deputy who declined that lead', async () => {
    for (const personId of ['anna', 'clara'])
      await handoffs.call('adam', 'PUT', `/people/${personId}`, { ...aRep, cap: 0 });
    const { handoffId } = await handoffs.publishJudgedLead();
    expect(await ownerOf(handoffId)).toBe('boris');
    await handoffs.call('adam', 'PUT', '/people/anna', { ...aRep, deputyId: 'boris' });
    expect(
      (await handoffs.call('boris', 'POST', `/handoffs/${handoffId}/decline`, { reason: 'conflict' })).status,
    ).toBe(200);
    expect(await page(handoffId)).toMatchObject({ ownerId: 'anna' });

    const away = { from: new Date(Date.now() - 60_000), to: new Date(Date.now() + 10 * 86_400_000) };
    expect((await handoffs.call('tatiana', 'POST', '/people/anna/absences', away)).status).toBe(201);
    await waitUntil(async () => (await page(handoffId))['stage'] === 'queued', { what: 'nobody owns it' });
    const { body } = await handoffs.call('tatiana', 'GET', `/handoffs/${handoffId}/routing`);
    expect((body['choices'] as object[]).at(-1)).toMatchObject({
      decision: {
        exclusions: expect.arrayContaining([
          { personId: 'anna', reason: 'absent' },
          { personId: 'boris', reason: 'declined' },
        ]) as object[],
        nextEligibleAt: expect.any(String) as string,
      },
      recomputed: { isSame: true },
    });
  });

  it('is handed on when they leave, or are away for a working day or more', async () => {
    await handoffs.call('adam', 'PUT', '/people/anna', { ...aRep, deputyId: 'boris' });
    await handoffs.call('adam', 'PUT', '/people/boris', { ...aRep, deputyId: 'clara' });
    const { handoffId } = await handoffs.publishJudgedLead();
    if ((await ownerOf(handoffId)) !== 'anna')
      await handoffs.call('tatiana', 'POST', `/handoffs/${handoffId}/reassign`, { toPersonId: 'anna' });
    await passesTo(handoffId, 'anna');

    expect(await handoffs.call('tatiana', 'POST', '/people/anna/leave')).toMatchObject({
      status: 202,
      body: { leftAt: expect.any(String) as string },
    });
    await passesTo(handoffId, 'boris');
    const now = Date.now();
    const away = { from: new Date(now - 60_000).toISOString(), to: new Date(now + 10 * 86_400_000).toISOString() };
    expect((await handoffs.call('tatiana', 'POST', '/people/boris/absences', away)).status).toBe(201);
    await passesTo(handoffId, 'clara');
    const record = (await page(handoffId))['record'] as RecordedStep[];
    const rules = record.flatMap(({ step }) => (step.type === 'assigned' ? [step.routing.basis] : []));
    expect(rules.slice(-2)).toEqual(['deputy', 'deputy']);

    const { body } = await handoffs.call('tatiana', 'GET', `/handoffs/${handoffId}/routing`);
    const choices = body['choices'] as object[];
    expect(choices[0]).toMatchObject({
      explanation: { en: expect.arrayContaining(['Rule "everybody" matches.']) as string[] },
      recomputed: { isSame: true },
    });
    expect(choices.slice(-2)).toMatchObject([
      { chosen: 'boris' },
      { chosen: 'clara', explanation: { ru: ['Передано заместителю: clara.'] } },
    ]);
    expect((await handoffs.call('boris', 'GET', `/handoffs/${handoffId}/routing`)).status).toBe(403);

    // With nobody left it does not stay either: it waits, with its alarm.
    await handoffs.call('tatiana', 'POST', '/people/clara/leave');
    await waitUntil(async () => (await page(handoffId))['stage'] === 'queued', { what: 'nobody owns it' });
    await handoffs.call('adam', 'PUT', '/people/dina', aRep);
    await passesTo(handoffId, 'dina');
  });
});
