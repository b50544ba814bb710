import { waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import { BulkRunner } from './bulk-runner.ts';
import { BulkStore } from './bulk-store.ts';

/** A bulk command is stored first. What its caller may do is asked again for each handoff, when it is carried out. */
describe('The permissions of a bulk command', () => {
  let handoffs: HandoffFixture;
  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
    await handoffs.call('adam', 'PUT', '/teams/partners', { name: 'Partners' });
  });
  afterAll(() => handoffs?.stop());

  const assignedHandoff = async (): Promise<{ handoffId: string; owner: string }> => {
    const { handoffId } = await handoffs.publishJudgedLead();
    const one = () => handoffs.call('adam', 'GET', `/handoffs/${handoffId}`);
    const owner = await waitUntil(async () => (await one()).body['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });
    return { handoffId, owner };
  };
  const settle = (personId: string, settings: object) => handoffs.call('adam', 'PUT', `/people/${personId}`, settings);

  const lead = { roles: ['team-lead'], teamId: 'sales' };
  const changes: [string, string, (personId: string) => Promise<{ status: number }>][] = [
    ['a lead who is still one', 'done', (personId) => settle(personId, lead)],
    ['a lead who has left', 'refused', (personId) => handoffs.call('adam', 'POST', `/people/${personId}/leave`)],
    ['a lead who is a rep now', 'refused', (personId) => settle(personId, { ...lead, roles: ['rep'] })],
    ['a lead of another team now', 'refused', (personId) => settle(personId, { ...lead, teamId: 'partners' })],
  ];

  it.each(changes)('a bulk command that %s started is %s', async (_, outcome, change) => {
    const { handoffId, owner } = await assignedHandoff();
    const personId = `lead-${randomUUID().slice(0, 8)}`;
    expect((await settle(personId, lead)).status).toBe(200);
    const command = { type: 'reassign', toPersonId: owner === 'anna' ? 'boris' : 'anna' } as const;
    const store = handoffs.api!.get(BulkStore);
    const bulkId = randomUUID();
    expect((await change(personId)).status).toBeLessThan(300);
    // As it was stored before the change, and is carried out after it.
    await store.save({ bulkId, bodyHash: bulkId, callerId: personId, command, handoffIds: [handoffId] });
    handoffs.api!.get(BulkRunner).nudge();
    const { results } = await waitUntil(
      async () => {
        const progress = await store.progress(bulkId, personId);
        return progress?.pending === 0 && progress;
      },
      { what: 'the bulk command is carried out', withinMilliseconds: 30_000 },
    );
    expect(results).toMatchObject([{ handoffId, outcome }]);
    const { body } = await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`);
    expect(body['ownerId']).toBe(outcome === 'done' ? command.toPersonId : owner);
  });
});
