import type { HandoffCommand } from '@baton/domain';
import { accept, optOut, note, rep, touch } from './spec/commands.ts';
import { HandoffEnvironment, silenceRuntime, SETUP_TIMEOUT_MILLISECONDS } from './spec/handoff-environment.ts';
import type { RunningHandoff } from './spec/running-handoff.ts';

const anna = rep('anna');
const boris = rep('boris');

/** A worker that dies between its commit and the end of its task leaves a record that its workflow does not know. */
describe('The record is ahead of the workflow', () => {
  let world: HandoffEnvironment;
  let handoff: RunningHandoff;
  beforeAll(async () => {
    silenceRuntime();
    world = await HandoffEnvironment.withTimeSkipping();
  }, SETUP_TIMEOUT_MILLISECONDS);
  beforeEach(async () => {
    handoff = await (await world.start({ team: ['anna', 'boris', 'clara'] })).waitForTransfer();
  });
  afterEach(async () => {
    expect(world.recordStore.divergences).toEqual([]);
    const versions = world.recordStore.stepsOf(handoff.id).map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
    await handoff.terminate();
  });
  afterAll(() => world?.close());

  const commitWithoutWorkflow = async (command: HandoffCommand, key: string) => {
    const now = new Date(await world.clock.now()).toISOString();
    world.recordStore.append(
      handoff.id,
      { kind: 'command', command, actor: anna, receivedAt: now, key, bodyHash: 'hash' },
      now,
    );
    return handoff.recordedState.version;
  };

  it('the same request again is answered as done, and has one effect', async () => {
    const version = await commitWithoutWorkflow(accept, 'key-1');
    const answer = await handoff.sendCommand(anna, accept, await world.clock.now(), 'key-1');
    expect(answer).toEqual({ version });
    expect(handoff.steps('accepted')).toHaveLength(1);
    expect(await handoff.state()).toEqual(handoff.recordedState);
  });

  it('also when a deadline falls due in between and the workflow hears of that first', async () => {
    await commitWithoutWorkflow(accept, 'key-1');
    await handoff.advanceToMinute(8);
    expect(await handoff.state()).toEqual(handoff.recordedState);
    const answer = await handoff.sendCommand(anna, accept, await world.clock.now(), 'key-1');
    expect(answer.version).toBe(handoff.recordedState.version);
    expect(handoff.steps('accepted')).toHaveLength(1);
    expect(handoff.steps('promise-kept').filter(({ promise }) => promise === 'acceptance')).toHaveLength(1);
  });

  it('also when the deadline was committed unheard before it', async () => {
    await world.clock.sleep(0);
    const due = handoff.recordedState.promises.find(({ promise }) => promise === 'acceptance')?.dueAt ?? '';
    for (const { at } of handoff.recordedState.promises.flatMap(({ reminders }) => reminders).slice(0, 2)) {
      world.recordStore.append(handoff.id, { kind: 'deadline', dueAt: at }, at);
    }
    world.recordStore.append(handoff.id, { kind: 'deadline', dueAt: due }, due);
    const version = handoff.recordedState.version;
    const later = Date.parse(due) + 1000;
    world.recordStore.append(
      handoff.id,
      {
        kind: 'command',
        command: accept,
        actor: boris,
        receivedAt: new Date(later).toISOString(),
        key: 'k',
        bodyHash: '',
      },
      new Date(later).toISOString(),
    );
    await handoff.syncRecord();
    expect((await handoff.sendCommand(boris, accept, later, 'k')).version).toBeGreaterThan(version);
    expect(handoff.steps('accepted')).toHaveLength(1);
  });

  it('another command is decided again by what the record says', async () => {
    await commitWithoutWorkflow(accept, 'key-1');
    expect(await handoff.tryCommand(anna, accept)).toMatchObject({
      code: 'wrong-stage',
      version: handoff.recordedState.version,
    });
    expect(await handoff.tryCommand(anna, touch('reached'))).toBeUndefined();
    expect(handoff.steps('accepted')).toHaveLength(1);
  });

  it('a refusal names the version it was decided at, and catching up changes the answer', async () => {
    const known = handoff.recordedState.version;
    await commitWithoutWorkflow({ type: 'decline', reason: 'capacity' }, 'key-1');
    expect(await handoff.tryCommand(boris, accept)).toMatchObject({ code: 'not-permitted', version: known });
    expect(await handoff.syncRecord()).toEqual({ version: handoff.recordedState.version });
    expect(await handoff.tryCommand(boris, accept)).toBeUndefined();
  });

  it('the end was committed unheard: the workflow ends with it', async () => {
    await commitWithoutWorkflow(optOut, 'key-1');
    await handoff.syncRecord();
    expect(await handoff.handle.result()).toBe('opted-out');
  });

  it('an answer that was lost is not asked for twice', async () => {
    world.recordStore.resultsToLose = 1;
    expect(await handoff.tryCommand(anna, note)).toBeUndefined();
    expect(handoff.steps('note-added')).toHaveLength(1);
    world.recordStore.resultsToLose = 1;
    await handoff.advanceToMinute(8);
    expect(await handoff.state()).toEqual(handoff.recordedState);
    expect(handoff.steps('promise-reminder-due')).toHaveLength(2);
  });

  it('a workflow that is started again after its record ended catches up and ends', async () => {
    await handoff.tryCommand(anna, optOut);
    await handoff.handle.result();
    const before = handoff.recordedState;
    const { leadId, teamId } = handoff.input;
    const again = await world.start({ leadId, teamId });
    expect(await again.handle.result()).toBe('opted-out');
    expect(again.recordedState).toEqual(before);
  });
});
