import type { CommandRequest } from './handoff.contract.ts';
import { optOut, rep } from './spec/commands.ts';
import { HandoffEnvironment, silenceRuntime, SETUP_TIMEOUT_MILLISECONDS } from './spec/handoff-environment.ts';
import { saveHistory } from './spec/recorded-histories.ts';

/** What the lead asked for once more, a moment after the request that its handoff begins with. */
const demo: CommandRequest = {
  command: { type: 'add-signal', signalId: 'signal-2', signal: 'demo' },
  terms: {},
  actor: { id: 'scoring', kind: 'integration', roles: ['integration'] },
  receivedAt: new Date().toISOString(),
  key: 'judged/signal-2',
  bodyHash: 'signal-2',
};

describe('A signal that is delivered together with the start of its handoff', () => {
  let world: HandoffEnvironment;
  beforeAll(async () => {
    silenceRuntime();
    world = await HandoffEnvironment.withTimeSkipping();
  }, SETUP_TIMEOUT_MILLISECONDS);
  afterAll(async () => {
    expect(world.recordStore.divergences).toEqual([]);
    await world.close();
  });

  it('waits until the lead is transferred, and is recorded then', async () => {
    const handoff = await (await world.start({ team: ['anna'], signal: demo })).waitForTransfer();
    await handoff.waitForState(({ signalIds }) => signalIds.includes('signal-2'));
    expect(handoff.steps('signal-added')).toEqual([{ type: 'signal-added', signalId: 'signal-2', signal: 'demo' }]);
    const types = world.recordStore.stepsOf(handoff.id).map(({ step }) => step.type);
    expect(types.indexOf('signal-added')).toBeGreaterThan(types.indexOf('assigned'));
    expect(await handoff.state()).toEqual(handoff.recordedState);
    await handoff.tryCommand(rep('anna'), optOut);
    expect(await handoff.handle.result()).toBe('opted-out');
    await saveHistory('signal-with-start', handoff);
  });

  it('is passed over where the record, which a lost workflow left behind, has ended', async () => {
    const before = await (await world.start({ team: ['anna'] })).waitForTransfer();
    await before.tryCommand(rep('anna'), optOut);
    await before.handle.result();
    const { leadId, teamId } = before.input;
    const again = await world.start({ leadId, teamId, signal: demo });
    expect(await again.handle.result()).toBe('opted-out');
    expect(again.steps('signal-added')).toEqual([]);
  });
});
