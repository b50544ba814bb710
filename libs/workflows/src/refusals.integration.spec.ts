import { accept, closeUnreachable, decline, note, optOut, qualify, reassignTo } from './spec/commands.ts';
import { rep, teamLeadOf, touch } from './spec/commands.ts';
import type { RunningHandoff } from './spec/running-handoff.ts';
import { useEnvironment } from './spec/use-environment.ts';

const anna = rep('anna');
const boris = rep('boris');

/** Commands that are refused after anna has accepted the handoff. */
const cases: [string, string, (handoff: RunningHandoff) => Promise<unknown>][] = [
  ['an acceptance by another rep', 'not-permitted', (handoff) => handoff.tryCommand(boris, accept)],
  ['a note by another rep', 'not-permitted', (handoff) => handoff.tryCommand(boris, note)],
  ['a reassignment by the owner', 'not-permitted', (handoff) => handoff.tryCommand(anna, reassignTo('boris'))],
  [
    "a reassignment by another team's lead",
    'not-permitted',
    (handoff) => handoff.tryCommand(teamLeadOf('north'), reassignTo('boris')),
  ],
  ['a second acceptance', 'wrong-stage', (handoff) => handoff.tryCommand(anna, accept)],
  ['a decline after the acceptance', 'wrong-stage', (handoff) => handoff.tryCommand(anna, decline)],
  ['an SQL before a conversation', 'wrong-stage', (handoff) => handoff.tryCommand(anna, qualify())],
  ['a closing before the first touch', 'wrong-stage', (handoff) => handoff.tryCommand(anna, closeUnreachable)],
  [
    'a missed call recorded as a touch',
    'not-a-touch',
    (handoff) => handoff.tryCommand(anna, { ...touch(), direction: 'inbound' } as ReturnType<typeof touch>),
  ],
];

describe('Refusals of commands', () => {
  const environment = useEnvironment();
  let handoff: RunningHandoff;
  beforeEach(async () => {
    handoff = await (await environment().start({ team: ['anna', 'boris'] })).waitForTransfer();
    await handoff.tryCommand(anna, accept);
  });
  afterEach(() => handoff?.terminate());

  it.each(cases)('%s is refused with %s and changes nothing', async (_, code, attempt) => {
    const before = handoff.recordedState;
    expect(await attempt(handoff)).toMatchObject({ code, version: before.version });
    expect(handoff.recordedState).toEqual(before);
    expect(await handoff.state()).toEqual(before);
  });

  it('an SQL without a yes to every required question is refused with the missing ones', async () => {
    await handoff.tryCommand(anna, touch('reached'));
    expect(await handoff.tryCommand(anna, qualify(['need']))).toMatchObject({
      code: 'unanswered-questions',
      detail: expect.stringContaining('decision-maker, budget') as string,
    });
    expect(handoff.recordedState.stage).toBe('working');
  });

  it('a second open has no effect and is not refused', async () => {
    await handoff.tryCommand(anna, { type: 'open' });
    expect(await handoff.tryCommand(anna, { type: 'open' })).toBeUndefined();
    expect(handoff.steps('opened')).toHaveLength(0);
    expect(handoff.recordedState.opened).toBe(true);
  });

  it('an Update that carries another command is rejected', async () => {
    const { version } = handoff.recordedState;
    await expect(
      handoff.sendCommand(anna, note, await environment().clock.now(), 'key-1', 'touch'),
    ).rejects.toMatchObject({
      cause: { message: 'Update touch got the command note.' },
    });
    expect(handoff.recordedState.version).toBe(version);
  });

  it('an ended handoff accepts no Update', async () => {
    await handoff.tryCommand(anna, optOut);
    await handoff.handle.result();
    await expect(handoff.tryCommand(anna, note)).rejects.toThrow(/not found|completed/i);
  });
});
