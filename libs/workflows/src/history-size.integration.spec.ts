import { TEAM_CHANGED_SIGNAL } from './handoff.contract.ts';
import { accept, note, qualify, rep, touch } from './spec/commands.ts';
import { HandoffEnvironment } from './spec/handoff-environment.ts';
import { saveHistory } from './spec/recorded-histories.ts';
import { useEnvironment } from './spec/use-environment.ts';

const anna = rep('anna');
const MAXIMUM_EVENTS = 32;
const MAXIMUM_EVENTS_OF_A_QUEUED_HANDOFF = 46;

describe('History size on a real server', () => {
  const environment = useEnvironment(() => HandoffEnvironment.onRealServer());

  it(`a happy handoff (accept, one reached touch, qualify) takes at most ${MAXIMUM_EVENTS} events`, async () => {
    const handoff = await (await environment().start({ team: ['anna', 'boris'] })).waitForTransfer();
    for (const command of [accept, touch('reached'), qualify()]) {
      expect(await handoff.tryCommand(anna, command)).toBeUndefined();
    }
    expect(await handoff.handle.result()).toBe('sql');
    const { historyLength, historySize } = await handoff.handle.describe();
    console.info(`A happy handoff: ${historyLength} history events, ${historySize} bytes`);
    expect(historyLength).toBeLessThanOrEqual(MAXIMUM_EVENTS);
    await saveHistory('happy-on-a-real-server', handoff);
  });

  it(`a queued handoff that then goes the same way takes at most ${MAXIMUM_EVENTS_OF_A_QUEUED_HANDOFF} events`, async () => {
    const handoff = await (await environment().start({ team: [] })).waitForTransfer();
    handoff.replaceTeam('anna');
    await handoff.signalAndWait(TEAM_CHANGED_SIGNAL);
    for (const command of [accept, touch('reached'), qualify()]) {
      expect(await handoff.tryCommand(anna, command)).toBeUndefined();
    }
    expect(await handoff.handle.result()).toBe('sql');
    const { historyLength, historySize } = await handoff.handle.describe();
    console.info(`A queued handoff: ${historyLength} history events, ${historySize} bytes`);
    expect(historyLength).toBeLessThanOrEqual(MAXIMUM_EVENTS_OF_A_QUEUED_HANDOFF);
    await saveHistory('queued-on-a-real-server', handoff);
  });

  it('a refusal adds no event', async () => {
    const handoff = await (await environment().start({ team: ['anna', 'boris'] })).waitForTransfer();
    const refusedNote = { code: 'not-permitted' };
    // A refusal is the result of a workflow task: after the first one, the task that transferred the lead is complete.
    expect(await handoff.tryCommand(rep('boris'), note)).toMatchObject(refusedNote);
    const before = await handoff.handle.describe();
    expect(await handoff.tryCommand(rep('boris'), note)).toMatchObject(refusedNote);
    const after = await handoff.handle.describe();
    expect(after.historyLength).toBe(before.historyLength);
  });

  it('the stack trace of an open handoff has a few frames for each promise, and names the line that waits', async () => {
    const handoff = await (await environment().start({ team: ['anna', 'boris'] })).waitForTransfer();
    const trace = await handoff.handle.query<string>('__stack_trace');
    const stacks = trace.split('\n\n').map((stack) => stack.split('\n'));
    expect(stacks.some(([top]) => top?.includes('handoff.workflow.ts'))).toBe(true);
    expect(Math.max(...stacks.map(({ length }) => length))).toBeLessThanOrEqual(4);
  });

  it('the search attributes follow the state', async () => {
    const handoff = await (await environment().start({ team: ['anna', 'boris'] })).waitForTransfer();
    expect(await handoff.tryCommand(anna, accept)).toBeUndefined();
    const { typedSearchAttributes } = await handoff.handle.describe();
    const attributes = Object.fromEntries(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
    expect(attributes).toMatchObject({ BatonStage: 'awaiting-first-contact', BatonOwner: 'anna' });
    expect(attributes['BatonNextDue']).toEqual(
      new Date(handoff.recordedState.promises.find(({ promise }) => promise === 'first-contact')?.dueAt ?? ''),
    );
  });
});
