import { MINUTE } from '@baton/domain';
import { WorkflowIdReusePolicy } from '@temporalio/common';
import { randomUUID } from 'node:crypto';
import { HANDOFF_WORKFLOW, handoffIdOf, SIGNAL_RECEIVED_SIGNAL, TEAM_CHANGED_SIGNAL } from './handoff.contract.ts';
import type { CommandRequest } from './handoff.contract.ts';
import { RECONCILIATION_WORKFLOW } from './reconciliation.contract.ts';
import { RESULTS_OWED_WORKFLOW } from './results-owed.contract.ts';
import { RETENTION_WORKFLOW } from './retention.contract.ts';
import { SILENT_SOURCES_WORKFLOW } from './silent-sources.contract.ts';
import { accept, note, rep, touch } from './spec/commands.ts';
import { failedTasksOf } from './spec/failed-tasks.ts';
import { handoffInput } from './spec/handoff-input.ts';
import type { RunningHandoff } from './spec/running-handoff.ts';
import { useEnvironment } from './spec/use-environment.ts';

const anna = rep('anna');

const signalAt = (receivedAt: unknown): object => ({
  command: { type: 'add-signal', signalId: 's2', signal: 'demo' },
  actor: { id: 'scoring', kind: 'integration', roles: ['integration'] },
  receivedAt,
  terms: {},
  key: `key-${String(receivedAt)}`,
  bodyHash: 'hash',
});

const unreadable = { metadata: { encoding: Buffer.from('binary/unknown') }, data: Buffer.from('{') };

/** What the Temporal UI and CLI, a replica with a wrong clock, or a wrong answer of an activity can bring in. */
describe('Input from outside a workflow', () => {
  const environment = useEnvironment();
  let handoff: RunningHandoff;
  beforeEach(async () => {
    handoff = await (await environment().start({ team: ['anna', 'boris'] })).waitForTransfer();
  });
  afterEach(async () => {
    const steps = environment().recordStore.stepsOf(handoff.id);
    expect(steps.filter(({ at, recordedAt }) => Date.parse(at) > Date.parse(recordedAt))).toEqual([]);
    expect(await failedTasksOf(handoff.handle)).toBe(0);
    await handoff.terminate();
  });

  const now = (): Promise<number> => environment().clock.now();

  const expectUnchanged = async (send: () => Promise<unknown>): Promise<void> => {
    const before = handoff.recordedState;
    await send();
    expect(await handoff.state()).toEqual(before);
    expect(handoff.recordedState).toEqual(before);
  };

  it.each<[string, unknown]>([
    ['an empty object', {}],
    ['nothing', undefined],
    ['a text', 'heard'],
    ['a list', [1, 2]],
    ['a moment that is not a number', signalAt(null)],
    ['a moment in words', signalAt('tomorrow')],
    ['a moment as a number', signalAt(1e15)],
    ['a moment without a zone', signalAt('2026-11-27T10:00:00')],
    ['another command', { ...signalAt('2026-11-27T10:00:00Z'), command: { type: 'accept' } }],
  ])('a signal with %s is ignored, and reported', async (_, argument) => {
    const reported = environment().refusedInputs.length;
    await expectUnchanged(() => handoff.handle.signal(SIGNAL_RECEIVED_SIGNAL, argument));
    expect(environment().refusedInputs.slice(reported)).toMatchObject([['signal', expect.any(String)]]);
  });

  it.each([SIGNAL_RECEIVED_SIGNAL, TEAM_CHANGED_SIGNAL, 'heard', '__temporal_unknown'])(
    'a signal %s with unreadable bytes changes nothing',
    async (signalName) => {
      const { workflowService, options } = environment().client;
      await expectUnchanged(() =>
        workflowService.signalWorkflowExecution({
          namespace: options.namespace,
          workflowExecution: { workflowId: handoff.id },
          signalName,
          input: { payloads: [unreadable] },
          requestId: randomUUID(),
        }),
      );
    },
  );

  it('a signal dated years ahead takes effect at the time of the workflow', async () => {
    await handoff.signalAndWait(SIGNAL_RECEIVED_SIGNAL, signalAt('2099-01-01T00:00:00Z') as CommandRequest);
    expect(handoff.steps('signal-added')).toHaveLength(1);
    expect(Date.parse(handoff.recordedState.lastStepAt ?? '')).toBeLessThanOrEqual(await now());
    expect(handoff.steps('promise-broken')).toEqual([]);
  });

  it('a signal dated years back takes effect after the recorded steps', async () => {
    const { lastStepAt } = handoff.recordedState;
    await handoff.signalAndWait(SIGNAL_RECEIVED_SIGNAL, signalAt('2001-01-01T00:00:00Z') as CommandRequest);
    const [added] = environment()
      .recordStore.stepsOf(handoff.id)
      .filter(({ step }) => step.type === 'signal-added');
    expect(added?.at).toBe(lastStepAt);
  });

  it('a command from a replica whose clock is 16 minutes ahead breaks no promise', async () => {
    expect(await handoff.tryCommand(anna, accept, { receivedAt: (await now()) + 16 * MINUTE })).toBeUndefined();
    expect(await handoff.tryCommand(anna, touch(), { receivedAt: (await now()) + 16 * MINUTE })).toBeUndefined();
    expect(handoff.recordedState).toMatchObject({ ownerId: 'anna', stage: 'working', brokenPromises: [] });
  });

  it.each<[string, string, unknown]>([
    ['without a moment', 'accept', { command: accept, actor: anna, terms: {}, key: 'k', bodyHash: 'h' }],
    ['with an empty argument', 'touch', {}],
    [
      'with a duration that is none',
      'agree-next-step',
      { ...signalAt('2026-11-27T10:00:00Z'), terms: { longestPause: 'x' } },
    ],
    ['of an unknown name', 'seize', {}],
    ['of a reserved name', '__temporal_unknown', {}],
  ])('an Update %s is rejected', async (_, name, argument) => {
    await expectUnchanged(() =>
      expect(handoff.handle.executeUpdate(name, { args: [argument] })).rejects.toThrow('Update failed'),
    );
  });

  it('terms that come with a command do not replace those of the agreement', async () => {
    await handoff.tryCommand(anna, touch('reached'));
    const request: CommandRequest = {
      command: { type: 'agree-next-step', nextStepAt: '2099-01-01T00:00:00Z', evidence: { kind: 'recording' } },
      actor: anna,
      receivedAt: new Date(await now()).toISOString(),
      terms: {},
      key: 'key-1',
      bodyHash: 'hash',
    };
    await expectUnchanged(() =>
      expect(handoff.handle.executeUpdate('agree-next-step', { args: [request] })).rejects.toMatchObject({
        cause: { message: 'pause-too-long' },
      }),
    );
  });

  it('a cancellation changes nothing, and commands are accepted after it', async () => {
    await expectUnchanged(() => handoff.handle.cancel());
    expect(await handoff.tryCommand(anna, note)).toBeUndefined();
    await handoff.signalAndWait(SIGNAL_RECEIVED_SIGNAL, signalAt('2026-11-27T10:00:00Z') as CommandRequest);
    expect((await handoff.handle.describe()).status.name).toBe('RUNNING');
  });

  it('an activity result with a step of the future is refused, and the commit is tried again', async () => {
    const { version, handoffId } = handoff.recordedState;
    const later = new Date((await now()) + 16 * MINUTE).toISOString();
    const step = {
      handoffId,
      version: version + 1,
      at: later,
      recordedAt: later,
      actor: anna,
      step: { type: 'opened' },
    };
    const steps = [{ ...step, cause: { kind: 'request', key: 'k', bodyHash: 'h' } }];
    environment().recordStore.wrongResults.push({ outcome: 'committed', steps }, null, { outcome: 'committed' });
    expect(await handoff.tryCommand(anna, accept)).toBeUndefined();
    expect(await handoff.state()).toEqual(handoff.recordedState);
    expect(handoff.steps('accepted')).toHaveLength(1);
    expect(environment().refusedInputs).toContainEqual(['activity-result', expect.any(String)]);
  });
});

// Separate, because the server does not skip time reliably after it was sent unreadable input.
describe('A command from a slow replica', () => {
  const environment = useEnvironment();

  it('a command from a replica whose clock is 16 minutes behind does not keep a promise that is over', async () => {
    const handoff = await (await environment().start({ team: ['anna', 'boris'] })).waitForTransfer();
    await handoff.advanceToMinute(20);
    expect(handoff.recordedState.ownerId).toBe('boris');
    const fourMinutesIn = (await environment().clock.now()) - 16 * MINUTE;
    expect(await handoff.tryCommand(rep('boris'), touch(), { receivedAt: fourMinutesIn })).toBeUndefined();
    const [{ at } = { at: '' }] = environment()
      .recordStore.stepsOf(handoff.id)
      .filter(({ step }) => step.type === 'touched');
    expect(Date.parse(at)).toBeGreaterThan((await environment().clock.now()) - MINUTE);
    const kept = handoff.steps('promise-kept').filter(({ promise }) => promise === 'first-contact');
    expect(kept.find(({ clock }) => clock === 'lead')).toMatchObject({ late: true });
  });
});

describe('Starts from outside', () => {
  const environment = useEnvironment();

  const startWith = (type: string, workflowId: string, ...args: unknown[]) =>
    environment().client.workflow.start(type, {
      taskQueue: environment().taskQueue,
      workflowId,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
      args,
    });

  it.each<[string, (leadId: string, now: string) => unknown]>([
    ['nothing', () => undefined],
    ['an empty object', () => ({})],
    ['the input of another handoff', (_, now) => handoffInput(randomUUID(), 'sales', now)],
    ['a malformed lead', (leadId, now) => ({ ...handoffInput(leadId, 'sales', now), judged: { score: 'high' } })],
  ])('a handoff started with %s fails, and the real one can start after it', async (_, inputFor) => {
    const leadId = randomUUID();
    const input = inputFor(leadId, new Date(await environment().clock.now()).toISOString());
    const malformed = await startWith(HANDOFF_WORKFLOW, handoffIdOf(leadId, 1), input);
    await expect(malformed.result()).rejects.toMatchObject({ cause: { type: 'Malformed' } });
    const real = await environment().start({ leadId, team: ['anna'] });
    await real.waitForTransfer();
    expect(await real.tryCommand(anna, accept)).toBeUndefined();
    await real.terminate();
  });

  it('a state that a start brings along is ignored', async () => {
    const leadId = randomUUID();
    environment().recordStore.addTeam('sales', ['anna']);
    const input = handoffInput(leadId, 'sales', new Date(await environment().clock.now()).toISOString());
    const handle = await startWith(HANDOFF_WORKFLOW, input.handoffId, {
      ...input,
      state: { version: 7, stage: 'ended' },
    });
    const state = await handle.query<{ ownerId: string }>('state');
    expect(state).toEqual(environment().recordStore.stateOf(input.handoffId));
    await handle.terminate();
  });

  it('a lead received in the future keeps its transfer promise from the start of its handoff', async () => {
    const leadId = randomUUID();
    environment().recordStore.addTeam('sales', ['anna']);
    const input = handoffInput(leadId, 'sales', '2099-01-01T00:00:00.000Z');
    const handle = await startWith(HANDOFF_WORKFLOW, input.handoffId, input);
    await handle.query('state');
    const steps = environment().recordStore.stepsOf(input.handoffId);
    expect(steps.filter(({ at }) => at > '2098')).toEqual([]);
    expect(steps.map(({ step }) => step.type)).toContain('transferred');
    await handle.terminate();
  });

  it.each([RECONCILIATION_WORKFLOW, 'unknownType'])('a workflow of type %s with a wrong input fails', async (type) => {
    const handle = await startWith(type, randomUUID(), { afterRestore: 'yes' });
    await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'Malformed' } });
    expect(await failedTasksOf(handle)).toBe(0);
  });

  it.each([RECONCILIATION_WORKFLOW, RESULTS_OWED_WORKFLOW, RETENTION_WORKFLOW, SILENT_SOURCES_WORKFLOW])(
    'a workflow of type %s survives signals, and ends when it is cancelled',
    async (type) => {
      const handle = await startWith(type, randomUUID(), { afterRestore: false });
      await handle.signal('heard', {});
      await handle.signal(SIGNAL_RECEIVED_SIGNAL);
      await expect(handle.executeUpdate('accept', { args: [{}] })).rejects.toThrow('Update failed');
      await handle.cancel();
      await expect(handle.result()).rejects.toThrow('cancelled');
      expect(await failedTasksOf(handle)).toBe(0);
    },
  );
});
