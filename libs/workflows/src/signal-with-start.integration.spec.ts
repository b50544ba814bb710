import type { CommandRequest } from './handoff.contract.ts';
import { optOut, rep } from './spec/commands.ts';
import { saveHistory } from './spec/recorded-histories.ts';
import { useEnvironment } from './spec/use-environment.ts';

/** A second signal of the lead, received a moment after the one that started the handoff. */
const demo: CommandRequest = {
  command: { type: 'add-signal', signalId: 'signal-2', signal: 'demo' },
  terms: {},
  actor: { id: 'scoring', kind: 'integration', roles: ['integration'] },
  receivedAt: new Date().toISOString(),
  key: 'judged/signal-2',
  bodyHash: 'signal-2',
};

describe('Signal with start', () => {
  const environment = useEnvironment();

  it('the signal waits for the transfer and is recorded after it', async () => {
    const handoff = await (await environment().start({ team: ['anna'], signal: demo })).waitForTransfer();
    await handoff.waitForState(({ signalIds }) => signalIds.includes('signal-2'));
    expect(handoff.steps('signal-added')).toEqual([{ type: 'signal-added', signalId: 'signal-2', signal: 'demo' }]);
    const types = environment()
      .recordStore.stepsOf(handoff.id)
      .map(({ step }) => step.type);
    expect(types.indexOf('signal-added')).toBeGreaterThan(types.indexOf('assigned'));
    expect(await handoff.state()).toEqual(handoff.recordedState);
    await handoff.tryCommand(rep('anna'), optOut);
    expect(await handoff.handle.result()).toBe('opted-out');
    await saveHistory('signal-with-start', handoff);
  });

  it('the signal is ignored if the record of a lost workflow has already ended', async () => {
    const before = await (await environment().start({ team: ['anna'] })).waitForTransfer();
    await before.tryCommand(rep('anna'), optOut);
    await before.handle.result();
    const { leadId, teamId } = before.input;
    const restarted = await environment().start({ leadId, teamId, signal: demo });
    expect(await restarted.handle.result()).toBe('opted-out');
    expect(restarted.steps('signal-added')).toEqual([]);
  });
});
