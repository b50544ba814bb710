import { accept, closeUnreachable, decline, optOut, note, qualify, reassignTo } from './spec/commands.ts';
import { rep, teamLeadOf, touch } from './spec/commands.ts';
import { HandoffWorld, quietRuntime, WORLD_WITHIN_MILLISECONDS } from './spec/handoff-world.ts';
import type { RunningHandoff } from './spec/running-handoff.ts';

const anna = rep('anna');
const boris = rep('boris');

/** The codes stand for 403 (not-yours), 409 (wrong-stage) and 422 (the others). */
const cases: [string, string, (handoff: RunningHandoff) => Promise<unknown>][] = [
  ['another rep accepts', 'not-yours', (handoff) => handoff.tell(boris, accept)],
  ['another rep notes', 'not-yours', (handoff) => handoff.tell(boris, note)],
  ['the owner reassigns', 'not-yours', (handoff) => handoff.tell(anna, reassignTo('boris'))],
  ["another team's lead reassigns", 'not-yours', (handoff) => handoff.tell(teamLeadOf('north'), reassignTo('boris'))],
  ['accepted again', 'wrong-stage', (handoff) => handoff.tell(anna, accept)],
  ['declined after accepting', 'wrong-stage', (handoff) => handoff.tell(anna, decline)],
  ['qualified before a conversation', 'wrong-stage', (handoff) => handoff.tell(anna, qualify())],
  ['closed before a touch', 'wrong-stage', (handoff) => handoff.tell(anna, closeUnreachable)],
  [
    'a missed call as a touch',
    'not-a-touch',
    (handoff) => handoff.tell(anna, { ...touch(), direction: 'inbound' } as ReturnType<typeof touch>),
  ],
];

describe('Refusals', () => {
  let world: HandoffWorld;
  let handoff: RunningHandoff;
  beforeAll(async () => {
    quietRuntime();
    world = await HandoffWorld.skippingTime();
  }, WORLD_WITHIN_MILLISECONDS);
  beforeEach(async () => {
    handoff = await (await world.start({ team: ['anna', 'boris'] })).transferred();
    await handoff.tell(anna, accept);
  });
  afterEach(() => handoff?.terminate());
  afterAll(async () => {
    expect(world.record.divergences).toEqual([]);
    await world?.close();
  });

  it.each(cases)('%s: %s, and nothing changes', async (_, code, attempt) => {
    const before = handoff.recorded;
    expect(await attempt(handoff)).toMatchObject({ code, version: before.version });
    expect(handoff.recorded).toEqual(before);
    expect(await handoff.state()).toEqual(before);
  });

  it('an SQL without a yes to each question: unanswered-questions', async () => {
    await handoff.tell(anna, touch('reached'));
    expect(await handoff.tell(anna, qualify(['need']))).toMatchObject({
      code: 'unanswered-questions',
      detail: expect.stringContaining('decision-maker, budget') as string,
    });
    expect(handoff.recorded.stage).toBe('working');
  });

  it('opened twice: done, once', async () => {
    await handoff.tell(anna, { type: 'open' });
    expect(await handoff.tell(anna, { type: 'open' })).toBeUndefined();
    expect(handoff.steps('opened')).toHaveLength(0);
    expect(handoff.recorded.opened).toBe(true);
  });

  it('after the end there is nobody to ask', async () => {
    await handoff.tell(anna, optOut);
    await handoff.handle.result();
    await expect(handoff.tell(anna, note)).rejects.toThrow(/not found|completed/i);
  });
});
