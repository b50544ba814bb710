import { at, call, marketer, rep, SimulatedHandoff } from '../spec/simulated-handoff.ts';
import { alwaysAtWork, aMember } from '../spec/team-fixtures.ts';
import type { HandoffCommand } from './commands.ts';
import { outcomeRefusal } from './outcome-refusal.ts';
import { emptyState } from './state.ts';

const kirill = { ...rep('kirill'), roles: ['closer' as const] };
const giveBack: HandoffCommand = { type: 'return', reason: 'no-budget', proof: { kind: 'call-record' } };
const optOut: HandoffCommand = { type: 'opt-out', evidence: { kind: 'message-id', reference: 'm-1' } };
const qualify: HandoffCommand = {
  type: 'qualify',
  answers: ['need', 'decision-maker', 'budget'].map((question) => ({
    question,
    answer: 'yes',
    evidence: { kind: 'recording', reference: 'r-1' },
  })),
};

const reached = (): SimulatedHandoff => {
  const handoff = SimulatedHandoff.transferred();
  handoff.execute(rep('anna'), call('reached'), at('10:05'));
  return handoff;
};
const anSql = (): SimulatedHandoff => {
  const handoff = reached();
  handoff.execute(rep('anna'), { ...qualify, closerId: 'kirill' }, at('10:10'));
  return handoff;
};

describe('Won or lost', () => {
  it('is an SQL, with its closer and when it is over', () => {
    const handoff = anSql();
    expect(outcomeRefusal(handoff.state)).toBeUndefined();
    handoff.execute(kirill, call('reached'), at('10:20'));
    handoff.advanceTo(at('11:00', 2));
    expect(handoff.state.ending).toBe('sql');
    expect(outcomeRefusal(handoff.state)).toBeUndefined();
  });

  it('is an SQL that waits for a closer, or whose return is looked at', () => {
    const waiting = reached();
    waiting.repsCloseDeals = false;
    const away = { ...alwaysAtWork, absences: [{ from: at('00:00'), to: at('10:00', 14) }] };
    waiting.closers.splice(0, 2, aMember('kirill', { calendar: away }));
    waiting.execute(rep('anna'), qualify, at('10:10'));
    expect(waiting.state.stage).toBe('queued');
    expect(outcomeRefusal(waiting.state)).toBeUndefined();

    const back = anSql();
    back.execute(kirill, call('reached'), at('10:20'));
    back.execute(kirill, giveBack, at('10:30'));
    expect(back.state.stage).toBe('returned');
    expect(outcomeRefusal(back.state)).toBeUndefined();
    back.execute(marketer, { type: 'accept-return', disposition: 'nurtured' }, at('11:00'));
    expect(outcomeRefusal(back.state)).toMatch(/given back to marketing, and the return stands/);
  });

  it('is what was imported', () => {
    expect(outcomeRefusal({ ...emptyState('handoff-1'), stage: 'ended', ending: 'imported' })).toBeUndefined();
  });

  it('is no lead that is no SQL, and the answer says what it is', () => {
    const handoff = reached();
    expect(outcomeRefusal(handoff.state)).toMatch(/no SQL yet/);
    handoff.execute(rep('anna'), giveBack, at('10:20'));
    expect(outcomeRefusal(handoff.state)).toMatch(/marketing, or the arbiter, decides/);
    handoff.execute(marketer, { type: 'accept-return', disposition: 'nurtured' }, at('11:00'));
    expect(outcomeRefusal(handoff.state)).toMatch(/given back to marketing/);
    const over = reached();
    over.execute(rep('anna'), optOut, at('10:20'));
    expect(outcomeRefusal(over.state)).toMatch(/opted out/);
    const unreachable = { ...emptyState('handoff-1'), stage: 'ended', ending: 'unreachable' } as const;
    expect(outcomeRefusal(unreachable)).toMatch(/unreachable/);
  });
});
