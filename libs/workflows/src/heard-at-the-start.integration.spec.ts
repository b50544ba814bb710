import type { CommandRequest } from './handoff.contract.ts';
import { optOut, rep } from './spec/commands.ts';
import { HandoffWorld, quietRuntime, WORLD_WITHIN_MILLISECONDS } from './spec/handoff-world.ts';
import { keepHistory } from './spec/keep-history.ts';

/** What the lead asked for once more, a moment after the request that its handoff begins with. */
const demo: CommandRequest = {
  ...{ command: { type: 'add-signal', signalId: 'signal-2', signal: 'demo' }, agreed: {} },
  ...{ actor: { id: 'scoring', kind: 'integration', roles: ['integration'] } },
  ...{ receivedAt: new Date().toISOString(), key: 'judged/signal-2', bodyHash: 'signal-2' },
};

describe('A signal that is delivered together with the start of its handoff', () => {
  let world: HandoffWorld;
  beforeAll(async () => {
    quietRuntime();
    world = await HandoffWorld.skippingTime();
  }, WORLD_WITHIN_MILLISECONDS);
  afterAll(async () => {
    expect(world.record.divergences).toEqual([]);
    await world.close();
  });

  it('waits until the lead is transferred, and is recorded then', async () => {
    const handoff = await (await world.start({ team: ['anna'], heard: demo })).transferred();
    await handoff.recordedUntil(({ signalIds }) => signalIds.includes('signal-2'));
    expect(handoff.steps('signal-added')).toEqual([{ type: 'signal-added', signalId: 'signal-2', signal: 'demo' }]);
    const types = world.record.of(handoff.id).map(({ step }) => step.type);
    expect(types.indexOf('signal-added')).toBeGreaterThan(types.indexOf('assigned'));
    expect(await handoff.state()).toEqual(handoff.recorded);
    await handoff.tell(rep('anna'), optOut);
    expect(await handoff.handle.result()).toBe('opted-out');
    await keepHistory('heard-at-the-start', handoff);
  });

  it('is passed over where the record, which a lost workflow left behind, has ended', async () => {
    const before = await (await world.start({ team: ['anna'] })).transferred();
    await before.tell(rep('anna'), optOut);
    await before.handle.result();
    const { leadId, teamId } = before.beginning;
    const again = await world.start({ leadId, teamId, heard: demo });
    expect(await again.handle.result()).toBe('opted-out');
    expect(again.steps('signal-added')).toEqual([]);
  });
});
