import { at, call, marketer, rep, SimulatedHandoff } from '../spec/simulated-handoff.ts';
import { alwaysAtWork, aMember } from '../spec/team-of-reps.ts';
import type { HandoffCommand } from './commands.ts';
import { outcomeRefused } from './outcome-refused.ts';
import { emptyState } from './state.ts';

const kirill = { ...rep('kirill'), roles: ['closer' as const] };
const giveBack: HandoffCommand = { type: 'return', reason: 'no-budget', proof: { kind: 'call-record' } };
const optOut: HandoffCommand = { type: 'opt-out', evidence: { kind: 'message-id', reference: 'm-1' } };
const qualify: HandoffCommand = {
  type: 'qualify',
  answers: ['need', 'decision-maker', 'budget'].map((question) => ({
    ...{ question, answer: 'yes' },
    evidence: { kind: 'recording', reference: 'r-1' },
  })),
};

const reached = (): SimulatedHandoff => {
  const handoff = SimulatedHandoff.transferred();
  handoff.tell(rep('anna'), call('reached'), at('10:05'));
  return handoff;
};
const anSql = (): SimulatedHandoff => {
  const handoff = reached();
  handoff.tell(rep('anna'), { ...qualify, closerId: 'kirill' }, at('10:10'));
  return handoff;
};

describe('Won or lost', () => {
  it('is an SQL, with its closer and when it is over', () => {
    const handoff = anSql();
    expect(outcomeRefused(handoff.state)).toBeUndefined();
    handoff.tell(kirill, call('reached'), at('10:20'));
    handoff.passUntil(at('11:00', 2));
    expect(handoff.state.ending).toBe('sql');
    expect(outcomeRefused(handoff.state)).toBeUndefined();
  });

  it('is an SQL that waits for a closer, or whose return is looked at', () => {
    const waiting = reached();
    waiting.repsClose = false;
    const away = { ...alwaysAtWork, absences: [{ from: at('00:00'), to: at('10:00', 14) }] };
    waiting.closers.splice(0, 2, aMember('kirill', { calendar: away }));
    waiting.tell(rep('anna'), qualify, at('10:10'));
    expect(waiting.state.stage).toBe('nobody-eligible');
    expect(outcomeRefused(waiting.state)).toBeUndefined();

    const back = anSql();
    back.tell(kirill, call('reached'), at('10:20'));
    back.tell(kirill, giveBack, at('10:30'));
    expect(back.state.stage).toBe('returned');
    expect(outcomeRefused(back.state)).toBeUndefined();
    back.tell(marketer, { type: 'accept-return', lead: 'nurtured' }, at('11:00'));
    expect(outcomeRefused(back.state)).toMatch(/given back to marketing, and the return stands/);
  });

  it('is what was imported', () => {
    expect(outcomeRefused({ ...emptyState('handoff-1'), stage: 'ended', ending: 'imported' })).toBeUndefined();
  });

  it('is no lead that is no SQL, and the answer says what it is', () => {
    const handoff = reached();
    expect(outcomeRefused(handoff.state)).toMatch(/no SQL yet/);
    handoff.tell(rep('anna'), giveBack, at('10:20'));
    expect(outcomeRefused(handoff.state)).toMatch(/marketing, or the arbiter, decides/);
    handoff.tell(marketer, { type: 'accept-return', lead: 'nurtured' }, at('11:00'));
    expect(outcomeRefused(handoff.state)).toMatch(/given back to marketing/);
    const over = reached();
    over.tell(rep('anna'), optOut, at('10:20'));
    expect(outcomeRefused(over.state)).toMatch(/opted out/);
    const unreachable = { ...emptyState('handoff-1'), stage: 'ended', ending: 'unreachable' } as const;
    expect(outcomeRefused(unreachable)).toMatch(/unreachable/);
  });
});
