import { defaultAgreement } from '@baton/domain';
import type { Agreement } from '@baton/domain';
import { setTimeout as pause } from 'node:timers/promises';
import { atAnyHour } from './spec/memory-record.ts';
import { accept, decline, optOut, note, qualify, rep, touch } from './spec/commands.ts';
import { HandoffWorld, quietRuntime, WORLD_WITHIN_MILLISECONDS } from './spec/handoff-world.ts';
import { keepHistory } from './spec/keep-history.ts';
import type { RunningHandoff } from './spec/running-handoff.ts';

const anna = rep('anna');
const SECONDS = 1 / 60;

/** Acceptance and first contact within ten seconds, without reminders. */
const hasty: Agreement = {
  ...atAnyHour,
  promises: {
    ...defaultAgreement.promises,
    acceptance: { ...defaultAgreement.promises.acceptance, within: 'PT10S', remindAt: [] },
    'first-contact': { ...defaultAgreement.promises['first-contact'], within: 'PT10S', remindAt: [] },
  },
};

/** At a real server's own pace: a time-skipping one cannot skip while something is under way. */
describe('Outages and races', () => {
  let world: HandoffWorld;
  let handoff: RunningHandoff;
  const begin = async (team = ['anna', 'boris', 'clara']) => {
    handoff = await (await world.start({ team })).transferred();
  };
  const dueAt = () =>
    Date.parse(handoff.recorded.promises.find(({ promise }) => promise === 'acceptance')?.dueAt ?? '');
  beforeAll(async () => {
    quietRuntime();
    world = await HandoffWorld.onServer(hasty);
  }, WORLD_WITHIN_MILLISECONDS);
  afterEach(async () => {
    world.record.isAway = false;
    world.record.isSilent = false;
    expect(world.record.divergences).toEqual([]);
    await handoff.terminate();
  });
  afterAll(() => world?.close());

  it('received before the deadline and taken after it: kept in time, and nothing breaks', async () => {
    await begin();
    world.record.isAway = true;
    const accepting = handoff.tell(anna, touch('reached'), { receivedAt: dueAt() - 1000 });
    await pause(Math.max(0, dueAt() + 1000 - Date.now()));
    world.record.isAway = false;
    expect(await accepting).toBeUndefined();
    expect(handoff.recorded).toMatchObject({ ownerId: 'anna', brokenPromises: [], stage: 'working' });
  });

  it('received after the deadline and taken before the timer fired: the deadline comes first', async () => {
    await begin();
    const version = handoff.recorded.version;
    expect(await handoff.tell(anna, accept, { receivedAt: dueAt() + 1000 })).toMatchObject({ code: 'not-yours' });
    expect(handoff.recorded.version).toBeGreaterThan(version);
    expect(handoff.recorded).toMatchObject({ ownerId: 'boris', accepted: false });
    expect(handoff.steps('assigned')).toHaveLength(2);
  });

  it('two commands at once: one lock, one of them wins', async () => {
    await begin();
    const answers = await Promise.all([handoff.tell(anna, accept), handoff.tell(anna, decline)]);
    expect(answers.filter((refusal) => refusal === undefined)).toHaveLength(1);
    const versions = world.record.of(handoff.id).map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
  });

  it('one request sent twice at once: both are answered, with one effect', async () => {
    await begin();
    const now = await world.clock.now();
    const answers = await Promise.all([
      handoff.send(anna, accept, now, 'key-1'),
      handoff.send(anna, accept, now, 'key-1'),
    ]);
    expect(answers).toEqual([{ version: handoff.recorded.version }, { version: handoff.recorded.version }]);
    expect(handoff.steps('accepted')).toHaveLength(1);
  });

  it('the record is away for a while: it waits, longer and longer, and goes on', async () => {
    await begin();
    world.record.isAway = true;
    const noting = handoff.tell(anna, note);
    await pause(4500);
    world.record.isAway = false;
    expect(await noting).toBeUndefined();
    expect(handoff.steps('noted')).toHaveLength(1);
    await handoff.until(11 * SECONDS);
    expect(handoff.recorded.ownerId).toBe('boris');
    await handoff.tell(rep('boris'), optOut);
    await handoff.handle.result();
    await keepHistory('record-away', handoff);
  });

  it('the record is silent for a while: no try is waited for longer than three seconds', async () => {
    await begin();
    world.record.isSilent = true;
    const noting = handoff.tell(anna, note);
    await pause(4000);
    world.record.isSilent = false;
    expect(await noting).toBeUndefined();
    expect(handoff.steps('noted')).toHaveLength(1);
  });

  it('away at the very beginning: the transfer comes late, and is said to be late only when it is', async () => {
    world.record.isAway = true;
    const started = world.start({ team: ['anna'] });
    await pause(4000);
    world.record.isAway = false;
    handoff = await (await started).transferred();
    expect(handoff.recorded).toMatchObject({ ownerId: 'anna', brokenPromises: [] });
  });

  it('cancelling loses no lead: clocks run on, commands are taken, it ends by its own rules', async () => {
    await begin();
    await handoff.handle.cancel();
    await handoff.until(11 * SECONDS);
    expect(handoff.recorded.ownerId).toBe('boris');
    expect(await handoff.tell(rep('boris'), touch('reached'))).toBeUndefined();
    expect(await handoff.tell(rep('boris'), qualify())).toBeUndefined();
    expect(await handoff.handle.result()).toBe('sql');
    await keepHistory('cancelled', handoff);
  });

  it('a long history continues as new, and state, clocks, details and search attributes go with it', async () => {
    await begin();
    await handoff.tell(anna, touch());
    const { runId } = await handoff.handle.describe();
    let noted = 0;
    while ((await handoff.handle.describe()).runId === runId && noted < 150) {
      await Promise.all(Array.from({ length: 5 }, () => handoff.tell(anna, note)));
      noted += 5;
    }
    expect(noted).toBeLessThan(150);
    expect(handoff.steps('noted')).toHaveLength(noted);
    expect(await handoff.state()).toEqual(handoff.recorded);
    expect(handoff.recorded.promises).toMatchObject([
      { promise: 'touches', broken: false },
      { promise: 'activity', broken: false },
    ]);
    expect(await handoff.currentDetails()).toContain(`Record version ${handoff.recorded.version}.`);
    expect((await handoff.handle.describe()).searchAttributes).toMatchObject({ BatonOwner: ['anna'] });
    await handoff.tell(anna, optOut);
    expect(await handoff.handle.result()).toBe('opted-out');
    await keepHistory('continued-as-new', handoff);
  });
});
