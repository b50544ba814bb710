import { agreeNextStep, call, qualify } from '../spec/sample-commands.ts';
import { at, marketer, rep, SimulatedHandoff, teamLead } from '../spec/simulated-handoff.ts';
import { applySteps } from './fold.ts';
import { nextStepAfterEnd, nextStepAfterEndRefusal } from './next-step-after-end.ts';
import type { AfterEnd, ReceivedNextStep } from './next-step-after-end.ts';

const anna = rep('anna');
const nextStep = (actor = anna, changes: Partial<ReceivedNextStep> = {}): ReceivedNextStep => ({
  command: agreeNextStep(at('09:00', 10)),
  actor,
  receivedAt: at('11:00'),
  terms: { longestPause: 'P14D' },
  ...changes,
});
const reached = (): SimulatedHandoff => {
  const handoff = SimulatedHandoff.transferred();
  handoff.execute(anna, call('reached'), at('10:05'));
  return handoff;
};
/** An SQL that anna closes, so that its handoff has ended. */
const endedSql = (): SimulatedHandoff => {
  const handoff = reached();
  handoff.execute(anna, qualify('anna'), at('10:10'));
  return handoff;
};
const known: AfterEnd = { hasOutcome: false, isErased: false };

describe('nextStepAfterEndRefusal', () => {
  it('the owner and the team lead can agree on a next step of an SQL that has ended', () => {
    const { state } = endedSql();
    expect(state).toMatchObject({ stage: 'ended', ending: 'sql' });
    for (const actor of [anna, teamLead])
      expect(nextStepAfterEndRefusal(state, known, nextStep(actor))).toBeUndefined();
  });

  it('nobody else can agree on it', () => {
    const { state } = endedSql();
    for (const actor of [rep('boris'), marketer, { ...teamLead, teamId: 'partners' }])
      expect(nextStepAfterEndRefusal(state, known, nextStep(actor))?.code).toBe('not-permitted');
  });

  it('an SQL with an outcome, and one whose person was erased, has no next step', () => {
    const { state } = endedSql();
    for (const changes of [{ hasOutcome: true }, { isErased: true }])
      expect(nextStepAfterEndRefusal(state, { ...known, ...changes }, nextStep())?.code).toBe('wrong-stage');
  });

  it('a handoff that ended without becoming an SQL has no next step', () => {
    const handoff = reached();
    handoff.execute(anna, { type: 'opt-out', evidence: { kind: 'message-id', reference: 'm-1' } }, at('10:10'));
    expect(nextStepAfterEndRefusal(handoff.state, known, nextStep())?.code).toBe('wrong-stage');
  });

  it.each([
    [at('10:59'), 'not-in-future'],
    [at('11:01', 14), 'pause-too-long'],
  ])('a next step at %s is refused as %s', (nextStepAt, code) => {
    const received = nextStep(anna, { command: agreeNextStep(nextStepAt) });
    expect(nextStepAfterEndRefusal(endedSql().state, known, received)?.code).toBe(code);
  });
});

describe('nextStepAfterEnd', () => {
  it('a next step after the end leaves the handoff ended and starts no promise', () => {
    const { state } = endedSql();
    const step = nextStepAfterEnd(nextStep());
    const { handoffId, version } = state;
    const cause = { kind: 'message', id: 'm' } as const;
    const recorded = { ...step, handoffId, version: version + 1, recordedAt: at('11:00'), cause };
    expect(applySteps(state, [recorded])).toEqual({
      ...state,
      version: version + 1,
      lastStepAt: at('11:00'),
      nextStepAt: at('09:00', 10),
    });
  });
});
