import type { HandoffCommand } from '@baton/domain';
import { accept, optOut, note, rep, touch } from './spec/commands.ts';
import type { RunningHandoff } from './spec/running-handoff.ts';
import { useEnvironment } from './spec/use-environment.ts';

const anna = rep('anna');
const boris = rep('boris');

/** A worker that dies between its commit and the end of its workflow task leaves steps that the workflow does not know. */
describe('Records ahead of their workflows', () => {
  const environment = useEnvironment();
  let handoff: RunningHandoff;
  beforeEach(async () => {
    handoff = await (await environment().start({ team: ['anna', 'boris', 'clara'] })).waitForTransfer();
  });
  afterEach(async () => {
    expect(environment().recordStore.divergences).toEqual([]);
    const versions = environment()
      .recordStore.stepsOf(handoff.id)
      .map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
    await handoff.terminate();
  });

  const commitWithoutWorkflow = async (command: HandoffCommand, key: string) => {
    const now = new Date(await environment().clock.now()).toISOString();
    environment().recordStore.append(
      handoff.id,
      { kind: 'command', command, actor: anna, receivedAt: now, key, bodyHash: 'hash' },
      now,
    );
    return handoff.recordedState.version;
  };

  it('a repeated request succeeds and has one effect', async () => {
    const version = await commitWithoutWorkflow(accept, 'key-1');
    const result = await handoff.sendCommand(anna, accept, await environment().clock.now(), 'key-1');
    expect(result).toEqual({ version });
    expect(handoff.steps('accepted')).toHaveLength(1);
    expect(await handoff.state()).toEqual(handoff.recordedState);
  });

  it('a repeated request has one effect even if a deadline fired in between', async () => {
    await commitWithoutWorkflow(accept, 'key-1');
    await handoff.advanceToMinute(8);
    expect(await handoff.state()).toEqual(handoff.recordedState);
    const result = await handoff.sendCommand(anna, accept, await environment().clock.now(), 'key-1');
    expect(result.version).toBe(handoff.recordedState.version);
    expect(handoff.steps('accepted')).toHaveLength(1);
    expect(handoff.steps('promise-kept').filter(({ promise }) => promise === 'acceptance')).toHaveLength(1);
  });

  it('a repeated request has one effect even if a deadline before it was committed without the workflow', async () => {
    await handoff.advanceToMinute(14);
    const due = handoff.recordedState.promises.find(({ promise }) => promise === 'acceptance')?.dueAt ?? '';
    const later = Date.parse(due) + 1000;
    environment().recordStore.isUnavailable = true;
    await environment().clock.sleep(later - (await environment().clock.now()));
    environment().recordStore.append(handoff.id, { kind: 'deadline', dueAt: due }, due);
    const version = handoff.recordedState.version;
    const receivedAt = new Date(later).toISOString();
    const acceptance = {
      kind: 'command',
      command: accept,
      actor: boris,
      receivedAt,
      key: 'k',
      bodyHash: 'hash',
    } as const;
    environment().recordStore.append(handoff.id, acceptance, receivedAt);
    environment().recordStore.isUnavailable = false;
    await handoff.syncRecord();
    expect((await handoff.sendCommand(boris, accept, later, 'k')).version).toBeGreaterThan(version);
    expect(handoff.steps('accepted')).toHaveLength(1);
  });

  it('a command that meets a newer record is decided again from that record', async () => {
    await commitWithoutWorkflow(accept, 'key-1');
    expect(await handoff.tryCommand(anna, accept)).toMatchObject({
      code: 'wrong-stage',
      version: handoff.recordedState.version,
    });
    expect(await handoff.tryCommand(anna, touch('reached'))).toBeUndefined();
    expect(handoff.steps('accepted')).toHaveLength(1);
  });

  it('a refusal names the version it is based on, and a sync changes the result', async () => {
    const knownVersion = handoff.recordedState.version;
    await commitWithoutWorkflow({ type: 'decline', reason: 'capacity' }, 'key-1');
    expect(await handoff.tryCommand(boris, accept)).toMatchObject({ code: 'not-permitted', version: knownVersion });
    expect(await handoff.syncRecord()).toEqual({ version: handoff.recordedState.version });
    expect(await handoff.tryCommand(boris, accept)).toBeUndefined();
  });

  it('a workflow ends when a sync finds the end in the record', async () => {
    await commitWithoutWorkflow(optOut, 'key-1');
    await handoff.syncRecord();
    expect(await handoff.handle.result()).toBe('opted-out');
  });

  it('a commit whose result was lost has one effect', async () => {
    environment().recordStore.resultsToLose = 1;
    expect(await handoff.tryCommand(anna, note)).toBeUndefined();
    expect(handoff.steps('note-added')).toHaveLength(1);
    environment().recordStore.resultsToLose = 1;
    await handoff.advanceToMinute(8);
    expect(await handoff.state()).toEqual(handoff.recordedState);
    expect(handoff.steps('promise-reminder-due')).toHaveLength(2);
  });

  it('a workflow that starts on an ended record reads it and ends', async () => {
    await handoff.tryCommand(anna, optOut);
    await handoff.handle.result();
    const before = handoff.recordedState;
    const { leadId, teamId } = handoff.input;
    const restarted = await environment().start({ leadId, teamId });
    expect(await restarted.handle.result()).toBe('opted-out');
    expect(restarted.recordedState).toEqual(before);
  });
});
