import { defaultAgreement, MINUTE } from '@baton/domain';
import type { Agreement } from '@baton/domain';
import { Worker } from '@temporalio/worker';
import { setTimeout as pause } from 'node:timers/promises';
import { roundTheClockAgreement } from './spec/in-memory-record-store.ts';
import { accept, decline, optOut, note, qualify, rep, touch } from './spec/commands.ts';
import { HandoffEnvironment } from './spec/handoff-environment.ts';
import type { StartOptions } from './spec/handoff-environment.ts';
import { saveHistory } from './spec/recorded-histories.ts';
import type { RunningHandoff } from './spec/running-handoff.ts';
import { useEnvironment } from './spec/use-environment.ts';
import { workflowBundle } from './spec/workflow-bundle.ts';

const anna = rep('anna');
const SECONDS = 1 / 60;

/** Acceptance and first contact within ten seconds, without reminders. */
const shortPromises: Agreement = {
  ...roundTheClockAgreement,
  promises: {
    ...defaultAgreement.promises,
    acceptance: { ...defaultAgreement.promises.acceptance, within: 'PT10S', remindAtShares: [] },
    'first-contact': { ...defaultAgreement.promises['first-contact'], within: 'PT10S', remindAtShares: [] },
  },
};

/** Runs on a real server, because a time-skipping one cannot skip while something is in progress. */
describe('Outages and races', () => {
  const environment = useEnvironment(() => HandoffEnvironment.onRealServer(shortPromises));
  let handoff: RunningHandoff;
  const start = async (options: StartOptions = {}) => {
    const started = await environment().start({ team: ['anna', 'boris', 'clara'], ...options });
    handoff = await started.waitForTransfer();
  };
  const dueAt = () =>
    Date.parse(handoff.recordedState.promises.find(({ promise }) => promise === 'acceptance')?.dueAt ?? '');
  afterEach(async () => {
    environment().recordStore.isUnavailable = false;
    environment().recordStore.isUnresponsive = false;
    environment().recordStore.commitMilliseconds = 0;
    expect(environment().recordStore.divergences).toEqual([]);
    await Worker.runReplayHistory(
      { workflowBundle: await workflowBundle() },
      await handoff.handle.fetchHistory(),
      handoff.id,
    );
    await handoff.terminate();
  });

  it('a command received before the deadline and processed after it keeps the promise', async () => {
    await start();
    environment().recordStore.isUnavailable = true;
    const accepting = handoff.tryCommand(anna, touch('reached'), { receivedAt: dueAt() - 1000 });
    await pause(Math.max(0, dueAt() + 1000 - Date.now()));
    environment().recordStore.isUnavailable = false;
    expect(await accepting).toBeUndefined();
    expect(handoff.recordedState).toMatchObject({ ownerId: 'anna', brokenPromises: [], stage: 'working' });
  });

  it('a deadline that passed during an outage takes effect before a command that was received after it', async () => {
    await start();
    const version = handoff.recordedState.version;
    environment().recordStore.isUnavailable = true;
    await pause(Math.max(0, dueAt() + 1000 - Date.now()));
    const accepting = handoff.tryCommand(anna, accept);
    await pause(500);
    environment().recordStore.isUnavailable = false;
    expect(await accepting).toMatchObject({ code: 'not-permitted' });
    expect(handoff.recordedState.version).toBeGreaterThan(version);
    expect(handoff.recordedState).toMatchObject({ ownerId: 'boris', accepted: false });
    expect(handoff.steps('assigned')).toHaveLength(2);
  });

  // A replay delivers what arrived during an activity together with its result, and has one time for both.
  it('a command that arrives during a slow commit, before a deadline, has the same effects in a replay', async () => {
    await start({ workflowTaskTimeout: '2s' });
    await pause(Math.max(0, dueAt() - 1900 - Date.now()));
    environment().recordStore.commitMilliseconds = 2600;
    const noting = handoff.tryCommand(anna, note);
    await pause(900);
    const received = handoff.tryCommand(anna, note, { receivedAt: Date.now() + MINUTE });
    expect(await Promise.all([noting, received])).toHaveLength(2);
    expect(handoff.steps('note-added').length).toBeGreaterThan(0);
  });

  it.each([
    ['one command', 1],
    ['several commands', 3],
  ])(
    '%s and a deadline that wait for a slow commit take their turns in the same order in a replay',
    async (_, count) => {
      await start({ workflowTaskTimeout: '2s' });
      await pause(Math.max(0, dueAt() - 1000 - Date.now()));
      environment().recordStore.commitMilliseconds = 2600;
      const first = handoff.tryCommand(anna, note);
      await pause(400);
      const waiting = Array.from({ length: count }, () => handoff.tryCommand(anna, note));
      expect(await Promise.all([first, ...waiting])).toHaveLength(count + 1);
      await handoff.waitForState(({ brokenPromises }) => brokenPromises.length > 0);
    },
  );

  it('one of two concurrent commands wins', async () => {
    await start();
    const refusals = await Promise.all([handoff.tryCommand(anna, accept), handoff.tryCommand(anna, decline)]);
    expect(refusals.filter((refusal) => refusal === undefined)).toHaveLength(1);
    const versions = environment()
      .recordStore.stepsOf(handoff.id)
      .map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
  });

  it('a request sent twice concurrently is answered twice and has one effect', async () => {
    await start();
    const now = await environment().clock.now();
    const results = await Promise.all([
      handoff.sendCommand(anna, accept, now, 'key-1'),
      handoff.sendCommand(anna, accept, now, 'key-1'),
    ]);
    expect(results).toEqual([{ version: handoff.recordedState.version }, { version: handoff.recordedState.version }]);
    expect(handoff.steps('accepted')).toHaveLength(1);
  });

  it('a command waits while the record is unavailable, and then succeeds', async () => {
    await start();
    environment().recordStore.isUnavailable = true;
    const noting = handoff.tryCommand(anna, note);
    await pause(4500);
    environment().recordStore.isUnavailable = false;
    expect(await noting).toBeUndefined();
    expect(handoff.steps('note-added')).toHaveLength(1);
    await handoff.advanceToMinute(11 * SECONDS);
    expect(handoff.recordedState.ownerId).toBe('boris');
    await handoff.tryCommand(rep('boris'), optOut);
    await handoff.handle.result();
    await saveHistory('record-unavailable', handoff);
  });

  it('an attempt that gets no response ends after three seconds', async () => {
    await start();
    environment().recordStore.isUnresponsive = true;
    const noting = handoff.tryCommand(anna, note);
    await pause(4000);
    environment().recordStore.isUnresponsive = false;
    expect(await noting).toBeUndefined();
    expect(handoff.steps('note-added')).toHaveLength(1);
  });

  it('a transfer that was delayed by an outage breaks no promise that was still kept', async () => {
    environment().recordStore.isUnavailable = true;
    const started = environment().start({ team: ['anna'] });
    await pause(4000);
    environment().recordStore.isUnavailable = false;
    handoff = await (await started).waitForTransfer();
    expect(handoff.recordedState).toMatchObject({ ownerId: 'anna', brokenPromises: [] });
  });

  it('a cancelled workflow keeps its clocks, takes commands and ends by its own rules', async () => {
    await start();
    await handoff.handle.cancel();
    await handoff.advanceToMinute(11 * SECONDS);
    expect(handoff.recordedState.ownerId).toBe('boris');
    expect(await handoff.tryCommand(rep('boris'), touch('reached'))).toBeUndefined();
    expect(await handoff.tryCommand(rep('boris'), qualify())).toBeUndefined();
    expect(await handoff.handle.result()).toBe('sql');
    await saveHistory('cancelled', handoff);
  });

  it('a long history continues as new with its state, clocks, details and search attributes', async () => {
    await start();
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
