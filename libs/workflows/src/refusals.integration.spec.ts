import { accept, closeUnreachable, decline, optOut, note, qualify, reassignTo } from './spec/commands.ts';
import { rep, teamLeadOf, touch } from './spec/commands.ts';
import { HandoffEnvironment, silenceRuntime, SETUP_TIMEOUT_MILLISECONDS } from './spec/handoff-environment.ts';
import type { RunningHandoff } from './spec/running-handoff.ts';

const anna = rep('anna');
const boris = rep('boris');

/** The codes stand for 403 (not-permitted), 409 (wrong-stage) and 422 (the others). */
const cases: [string, string, (handoff: RunningHandoff) => Promise<unknown>][] = [
  ['another rep accepts', 'not-permitted', (handoff) => handoff.tryCommand(boris, accept)],
  ['another rep notes', 'not-permitted', (handoff) => handoff.tryCommand(boris, note)],
  ['the owner reassigns', 'not-permitted', (handoff) => handoff.tryCommand(anna, reassignTo('boris'))],
  [
    "another team's lead reassigns",
    'not-permitted',
    (handoff) => handoff.tryCommand(teamLeadOf('north'), reassignTo('boris')),
  ],
  ['accepted again', 'wrong-stage', (handoff) => handoff.tryCommand(anna, accept)],
  ['declined after accepting', 'wrong-stage', (handoff) => handoff.tryCommand(anna, decline)],
  ['qualified before a conversation', 'wrong-stage', (handoff) => handoff.tryCommand(anna, qualify())],
  ['closed before a touch', 'wrong-stage', (handoff) => handoff.tryCommand(anna, closeUnreachable)],
  [
    'a missed call as a touch',
    'not-a-touch',
    (handoff) => handoff.tryCommand(anna, { ...touch(), direction: 'inbound' } as ReturnType<typeof touch>),
  ],
];

describe('Refusals', () => {
  let world: HandoffEnvironment;
  let handoff: RunningHandoff;
  beforeAll(async () => {
    silenceRuntime();
    world = await HandoffEnvironment.withTimeSkipping();
  }, SETUP_TIMEOUT_MILLISECONDS);
  beforeEach(async () => {
    handoff = await (await world.start({ team: ['anna', 'boris'] })).waitForTransfer();
    await handoff.tryCommand(anna, accept);
  });
  afterEach(() => handoff?.terminate());
  afterAll(async () => {
    expect(world.recordStore.divergences).toEqual([]);
    await world?.close();
  });

  it.each(cases)('%s: %s, and nothing changes', async (_, code, attempt) => {
    const before = handoff.recordedState;
    expect(await attempt(handoff)).toMatchObject({ code, version: before.version });
    expect(handoff.recordedState).toEqual(before);
    expect(await handoff.state()).toEqual(before);
  });

  it('an SQL without a yes to each question: unanswered-questions', async () => {
    await handoff.tryCommand(anna, touch('reached'));
    expect(await handoff.tryCommand(anna, qualify(['need']))).toMatchObject({
      code: 'unanswered-questions',
      detail: expect.stringContaining('decision-maker, budget') as string,
    });
    expect(handoff.recordedState.stage).toBe('working');
  });

  it('opened twice: done, once', async () => {
    await handoff.tryCommand(anna, { type: 'open' });
    expect(await handoff.tryCommand(anna, { type: 'open' })).toBeUndefined();
    expect(handoff.steps('opened')).toHaveLength(0);
    expect(handoff.recordedState.opened).toBe(true);
  });

  it('after the end there is nobody to ask', async () => {
    await handoff.tryCommand(anna, optOut);
    await handoff.handle.result();
    await expect(handoff.tryCommand(anna, note)).rejects.toThrow(/not found|completed/i);
  });
});
