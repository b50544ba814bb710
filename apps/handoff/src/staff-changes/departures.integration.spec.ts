import { roundTheClock } from '@baton/domain';
import type { RecordedStep } from '@baton/domain';
import { waitUntil } from '@baton/testing';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import type { ApiResponse } from '../spec/handoff-fixture.ts';

describe('open handoffs of absent and departed people', () => {
  let handoffs: HandoffFixture;

  beforeEach(async () => {
    handoffs = await HandoffFixture.start();
  });

  afterEach(() => handoffs?.stop());

  const aRep = { teamId: 'sales', roles: ['rep'], hours: roundTheClock };
  const page = async (handoffId: string): Promise<ApiResponse['body']> =>
    (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
  const ownerOf = (handoffId: string): Promise<string> =>
    waitUntil(async () => (await page(handoffId))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });
  const waitForOwner = (handoffId: string, personId: string): Promise<boolean> =>
    waitUntil(async () => (await page(handoffId))['ownerId'] === personId, { what: `${personId} is the owner` });

  it('a handoff does not go to a deputy who declined it', async () => {
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
    await waitUntil(async () => (await page(handoffId))['stage'] === 'queued', { what: 'the lead has no owner' });
    const { body } = await handoffs.call('tatiana', 'GET', `/handoffs/${handoffId}/routing`);
    expect((body['choices'] as object[]).at(-1)).toMatchObject({
      decision: {
        exclusions: expect.arrayContaining([
          { personId: 'anna', reason: 'absent' },
          { personId: 'boris', reason: 'declined' },
        ]) as object[],
      },
      recomputed: { isSame: true },
    });
  });

  const touch = async (handoffId: string, personId: string): Promise<void> => {
    const body = { channel: 'call', outcome: 'no-answer', evidence: { kind: 'call-record', reference: personId } };
    const { status } = await handoffs.call(personId, 'POST', `/handoffs/${handoffId}/touches`, body);
    expect(status).toBe(200);
  };

  it('touched leads go to the deputy when their owner leaves or is away for a working day or more', async () => {
    await handoffs.call('adam', 'PUT', '/people/anna', { ...aRep, deputyId: 'boris' });
    await handoffs.call('adam', 'PUT', '/people/boris', { ...aRep, deputyId: 'clara' });
    const { handoffId } = await handoffs.publishJudgedLead();
    if ((await ownerOf(handoffId)) !== 'anna')
      await handoffs.call('tatiana', 'POST', `/handoffs/${handoffId}/reassign`, { toPersonId: 'anna' });
    await waitForOwner(handoffId, 'anna');
    await touch(handoffId, 'anna');

    expect(await handoffs.call('tatiana', 'POST', '/people/anna/leave')).toMatchObject({
      status: 202,
      body: { leftAt: expect.any(String) as string },
    });
    await waitForOwner(handoffId, 'boris');
    await touch(handoffId, 'boris');
    const now = Date.now();
    const away = { from: new Date(now - 60_000).toISOString(), to: new Date(now + 10 * 86_400_000).toISOString() };
    expect((await handoffs.call('tatiana', 'POST', '/people/boris/absences', away)).status).toBe(201);
    await waitForOwner(handoffId, 'clara');
    const record = (await page(handoffId))['record'] as RecordedStep[];
    const bases = record.flatMap(({ step }) => (step.type === 'assigned' ? [step.routing.basis] : []));
    expect(bases.slice(-2)).toEqual(['deputy', 'deputy']);

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
    // Boris passed it on, and may read on.
    expect((await handoffs.call('boris', 'GET', `/handoffs/${handoffId}/routing`)).status).toBe(200);

    // Without anyone left, the handoff does not stay with its owner but waits.
    await handoffs.call('tatiana', 'POST', '/people/clara/leave');
    await waitUntil(async () => (await page(handoffId))['stage'] === 'queued', { what: 'the lead has no owner' });
    await handoffs.call('adam', 'PUT', '/people/dina', aRep);
    await waitForOwner(handoffId, 'dina');
  });
});
