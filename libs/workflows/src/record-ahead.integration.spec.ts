import type { HandoffCommand } from '@baton/domain';
import { accept, optOut, note, rep, touch } from './spec/commands.ts';
import { HandoffWorld, quietRuntime, WORLD_WITHIN_MILLISECONDS } from './spec/handoff-world.ts';
import type { RunningHandoff } from './spec/running-handoff.ts';

const anna = rep('anna');
const boris = rep('boris');

/** A worker that dies between its commit and the end of its task leaves a record that its workflow does not know. */
describe('The record is ahead of the workflow', () => {
  let world: HandoffWorld;
  let handoff: RunningHandoff;
  beforeAll(async () => {
    quietRuntime();
    world = await HandoffWorld.skippingTime();
  }, WORLD_WITHIN_MILLISECONDS);
  beforeEach(async () => {
    handoff = await (await world.start({ team: ['anna', 'boris', 'clara'] })).transferred();
  });
  afterEach(async () => {
    expect(world.record.divergences).toEqual([]);
    const versions = world.record.of(handoff.id).map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
    await handoff.terminate();
  });
  afterAll(() => world?.close());

  const committedUnheard = async (command: HandoffCommand, key: string) => {
    const now = new Date(await world.clock.now()).toISOString();
    world.record.append(
      handoff.id,
      { kind: 'command', command, actor: anna, receivedAt: now, key, bodyHash: 'hash' },
      now,
    );
    return handoff.recorded.version;
  };

  it('the same request again is answered as done, and has one effect', async () => {
    const version = await committedUnheard(accept, 'key-1');
    const answer = await handoff.send(anna, accept, await world.clock.now(), 'key-1');
    expect(answer).toEqual({ version });
    expect(handoff.steps('accepted')).toHaveLength(1);
    expect(await handoff.state()).toEqual(handoff.recorded);
  });

  it('also when a deadline falls due in between and the workflow hears of that first', async () => {
    await committedUnheard(accept, 'key-1');
    await handoff.until(8);
    expect(await handoff.state()).toEqual(handoff.recorded);
    const answer = await handoff.send(anna, accept, await world.clock.now(), 'key-1');
    expect(answer.version).toBe(handoff.recorded.version);
    expect(handoff.steps('accepted')).toHaveLength(1);
    expect(handoff.steps('promise-kept').filter(({ promise }) => promise === 'acceptance')).toHaveLength(1);
  });

  it('also when the deadline was committed unheard before it', async () => {
    await world.clock.sleep(0);
    const due = handoff.recorded.promises.find(({ promise }) => promise === 'acceptance')?.dueAt ?? '';
    for (const { at } of handoff.recorded.promises.flatMap(({ reminders }) => reminders).slice(0, 2)) {
      world.record.append(handoff.id, { kind: 'deadline', dueAt: at }, at);
    }
    world.record.append(handoff.id, { kind: 'deadline', dueAt: due }, due);
    const version = handoff.recorded.version;
    const later = Date.parse(due) + 1000;
    world.record.append(
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
    await handoff.catchUp();
    expect((await handoff.send(boris, accept, later, 'k')).version).toBeGreaterThan(version);
    expect(handoff.steps('accepted')).toHaveLength(1);
  });

  it('another command is decided again by what the record says', async () => {
    await committedUnheard(accept, 'key-1');
    expect(await handoff.tell(anna, accept)).toMatchObject({ code: 'wrong-stage', version: handoff.recorded.version });
    expect(await handoff.tell(anna, touch('reached'))).toBeUndefined();
    expect(handoff.steps('accepted')).toHaveLength(1);
  });

  it('a refusal names the version it was decided at, and catching up changes the answer', async () => {
    const known = handoff.recorded.version;
    await committedUnheard({ type: 'decline', reason: 'capacity' }, 'key-1');
    expect(await handoff.tell(boris, accept)).toMatchObject({ code: 'not-yours', version: known });
    expect(await handoff.catchUp()).toEqual({ version: handoff.recorded.version });
    expect(await handoff.tell(boris, accept)).toBeUndefined();
  });

  it('the end was committed unheard: the workflow ends with it', async () => {
    await committedUnheard(optOut, 'key-1');
    await handoff.catchUp();
    expect(await handoff.handle.result()).toBe('opted-out');
  });

  it('an answer that was lost is not asked for twice', async () => {
    world.record.answersToLose = 1;
    expect(await handoff.tell(anna, note)).toBeUndefined();
    expect(handoff.steps('noted')).toHaveLength(1);
    world.record.answersToLose = 1;
    await handoff.until(8);
    expect(await handoff.state()).toEqual(handoff.recorded);
    expect(handoff.steps('promise-reminded')).toHaveLength(2);
  });

  it('a workflow that is started again after its record ended catches up and ends', async () => {
    await handoff.tell(anna, optOut);
    await handoff.handle.result();
    const before = handoff.recorded;
    const { leadId, teamId } = handoff.beginning;
    const again = await world.start({ leadId, teamId });
    expect(await again.handle.result()).toBe('opted-out');
    expect(again.recorded).toEqual(before);
  });
});
