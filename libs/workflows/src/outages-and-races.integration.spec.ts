import { defaultAgreement } from '@baton/domain';
import type { Agreement } from '@baton/domain';
import { setTimeout as pause } from 'node:timers/promises';
import { roundTheClockAgreement } from './spec/in-memory-record-store.ts';
import { accept, decline, optOut, note, qualify, rep, touch } from './spec/commands.ts';
import { HandoffEnvironment, silenceRuntime, SETUP_TIMEOUT_MILLISECONDS } from './spec/handoff-environment.ts';
import { saveHistory } from './spec/recorded-histories.ts';
import type { RunningHandoff } from './spec/running-handoff.ts';

const anna = rep('anna');
const SECONDS = 1 / 60;

/** Acceptance and first contact within ten seconds, without reminders. */
const hasty: Agreement = {
  ...roundTheClockAgreement,
  promises: {
    ...defaultAgreement.promises,
    acceptance: { ...defaultAgreement.promises.acceptance, within: 'PT10S', remindAtShares: [] },
    'first-contact': { ...defaultAgreement.promises['first-contact'], within: 'PT10S', remindAtShares: [] },
  },
};

/** At a real server's own pace: a time-skipping one cannot skip while something is under way. */
describe('Outages and races', () => {
  let world: HandoffEnvironment;
  let handoff: RunningHandoff;
  const begin = async (team = ['anna', 'boris', 'clara']) => {
    handoff = await (await world.start({ team })).waitForTransfer();
  };
  const dueAt = () =>
    Date.parse(handoff.recordedState.promises.find(({ promise }) => promise === 'acceptance')?.dueAt ?? '');
  beforeAll(async () => {
    silenceRuntime();
    world = await HandoffEnvironment.onRealServer(hasty);
  }, SETUP_TIMEOUT_MILLISECONDS);
  afterEach(async () => {
    world.recordStore.isUnavailable = false;
    world.recordStore.isUnresponsive = false;
    expect(world.recordStore.divergences).toEqual([]);
    await handoff.terminate();
  });
  afterAll(() => world?.close());

  it('received before the deadline and taken after it: kept in time, and nothing breaks', async () => {
    await begin();
    world.recordStore.isUnavailable = true;
    const accepting = handoff.tryCommand(anna, touch('reached'), { receivedAt: dueAt() - 1000 });
    await pause(Math.max(0, dueAt() + 1000 - Date.now()));
    world.recordStore.isUnavailable = false;
    expect(await accepting).toBeUndefined();
    expect(handoff.recordedState).toMatchObject({ ownerId: 'anna', brokenPromises: [], stage: 'working' });
  });

  it('received after the deadline and taken before the timer fired: the deadline comes first', async () => {
    await begin();
    const version = handoff.recordedState.version;
    expect(await handoff.tryCommand(anna, accept, { receivedAt: dueAt() + 1000 })).toMatchObject({
      code: 'not-permitted',
    });
    expect(handoff.recordedState.version).toBeGreaterThan(version);
    expect(handoff.recordedState).toMatchObject({ ownerId: 'boris', accepted: false });
    expect(handoff.steps('assigned')).toHaveLength(2);
  });

  it('two commands at once: one lock, one of them wins', async () => {
    await begin();
    const answers = await Promise.all([handoff.tryCommand(anna, accept), handoff.tryCommand(anna, decline)]);
    expect(answers.filter((refusal) => refusal === undefined)).toHaveLength(1);
    const versions = world.recordStore.stepsOf(handoff.id).map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
  });

  it('one request sent twice at once: both are answered, with one effect', async () => {
    await begin();
    const now = await world.clock.now();
    const answers = await Promise.all([
      handoff.sendCommand(anna, accept, now, 'key-1'),
      handoff.sendCommand(anna, accept, now, 'key-1'),
    ]);
    expect(answers).toEqual([{ version: handoff.recordedState.version }, { version: handoff.recordedState.version }]);
    expect(handoff.steps('accepted')).toHaveLength(1);
  });

  it('the record is away for a while: it waits, longer and longer, and goes on', async () => {
    await begin();
    world.recordStore.isUnavailable = true;
    const noting = handoff.tryCommand(anna, note);
    await pause(4500);
    world.recordStore.isUnavailable = false;
    expect(await noting).toBeUndefined();
    expect(handoff.steps('note-added')).toHaveLength(1);
    await handoff.advanceToMinute(11 * SECONDS);
    expect(handoff.recordedState.ownerId).toBe('boris');
    await handoff.tryCommand(rep('boris'), optOut);
    await handoff.handle.result();
    await saveHistory('record-unavailable', handoff);
  });

  it('the record is silent for a while: no try is waited for longer than three seconds', async () => {
    await begin();
    world.recordStore.isUnresponsive = true;
    const noting = handoff.tryCommand(anna, note);
    await pause(4000);
    world.recordStore.isUnresponsive = false;
    expect(await noting).toBeUndefined();
    expect(handoff.steps('note-added')).toHaveLength(1);
  });

  it('away at the very beginning: the transfer comes late, and is said to be late only when it is', async () => {
    world.recordStore.isUnavailable = true;
    const started = world.start({ team: ['anna'] });
    await pause(4000);
    world.recordStore.isUnavailable = false;
    handoff = await (await started).waitForTransfer();
    expect(handoff.recordedState).toMatchObject({ ownerId: 'anna', brokenPromises: [] });
  });

  it('cancelling loses no lead: clocks run on, commands are taken, it ends by its own rules', async () => {
    await begin();
    await handoff.handle.cancel();
    await handoff.advanceToMinute(11 * SECONDS);
    expect(handoff.recordedState.ownerId).toBe('boris');
    expect(await handoff.tryCommand(rep('boris'), touch('reached'))).toBeUndefined();
    expect(await handoff.tryCommand(rep('boris'), qualify())).toBeUndefined();
    expect(await handoff.handle.result()).toBe('sql');
    await saveHistory('cancelled', handoff);
  });

  it('a long history continues as new, and state, clocks, details and search attributes go with it', async () => {
    await begin();
    await handoff.tryCommand(anna, touch());
    const { runId } = await handoff.handle.describe();
    let noted = 0;
    while ((await handoff.handle.describe()).runId === runId && noted < 150) {
      await Promise.all(Array.from({ length: 5 }, () => handoff.tryCommand(anna, note)));
      noted += 5;
    }
    expect(noted).toBeLessThan(150);
    expect(handoff.steps('note-added')).toHaveLength(noted);
    expect(await handoff.state()).toEqual(handoff.recordedState);
    expect(handoff.recordedState.promises).toMatchObject([
      { promise: 'touches', broken: false },
      { promise: 'activity', broken: false },
    ]);
    expect(await handoff.currentDetails()).toContain(`- Record version ${handoff.recordedState.version}`);
    expect((await handoff.handle.describe()).searchAttributes).toMatchObject({ BatonOwner: ['anna'] });
    await handoff.tryCommand(anna, optOut);
    expect(await handoff.handle.result()).toBe('opted-out');
    await saveHistory('continued-as-new', handoff);
  });
});
