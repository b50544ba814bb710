import { call, qualify } from '../spec/sample-commands.ts';
import { at, marketer, rep, SimulatedHandoff } from '../spec/simulated-handoff.ts';
import { alwaysAtWork, aMember } from '../spec/team-fixtures.ts';
import type { HandoffCommand } from './commands.ts';
import { outcomeRefusal } from './outcome-refusal.ts';
import { emptyState } from './state.ts';

const kirill = { ...rep('kirill'), roles: ['closer' as const] };
const returnLead: HandoffCommand = { type: 'return', reason: 'no-budget', proof: { kind: 'call-record' } };
const optOut: HandoffCommand = { type: 'opt-out', evidence: { kind: 'message-id', reference: 'm-1' } };

const reached = (): SimulatedHandoff => {
  const handoff = SimulatedHandoff.transferred();
  handoff.execute(rep('anna'), call('reached'), at('10:05'));
  return handoff;
};
const anSql = (): SimulatedHandoff => {
  const handoff = reached();
  handoff.execute(rep('anna'), qualify('kirill'), at('10:10'));
  return handoff;
};

describe('outcomeRefusal', () => {
  it('an SQL can be won or lost while its closer has it and after it ended', () => {
    const handoff = anSql();
    expect(outcomeRefusal(handoff.state)).toBeUndefined();
    handoff.execute(kirill, call('reached'), at('10:20'));
    handoff.advanceTo(at('11:00', 2));
    expect(handoff.state.ending).toBe('sql');
    expect(outcomeRefusal(handoff.state)).toBeUndefined();
  });

  it('an SQL that is queued for a closer can be won or lost', () => {
    const queued = reached();
    queued.repsCloseDeals = false;
    const absentCalendar = { ...alwaysAtWork, absences: [{ from: at('00:00'), to: at('10:00', 14) }] };
    queued.closers.splice(0, 2, aMember('kirill', { calendar: absentCalendar }));
    queued.execute(rep('anna'), qualify(), at('10:10'));
    expect(queued.state.stage).toBe('queued');
    expect(outcomeRefusal(queued.state)).toBeUndefined();
  });

  it('a returned SQL can be won or lost until its return is final', () => {
    const returned = anSql();
    returned.execute(kirill, call('reached'), at('10:20'));
    returned.execute(kirill, returnLead, at('10:30'));
    expect(returned.state.stage).toBe('returned');
    expect(outcomeRefusal(returned.state)).toBeUndefined();
    returned.execute(marketer, { type: 'accept-return', disposition: 'nurtured' }, at('11:00'));
    expect(outcomeRefusal(returned.state)).toMatch(/returned to marketing, and the return is final/);
  });

  it('an imported lead can be won or lost', () => {
    expect(outcomeRefusal({ ...emptyState('handoff-1'), stage: 'ended', ending: 'imported' })).toBeUndefined();
  });

  it('a lead that is not an SQL has no outcome, and the refusal says what it is', () => {
    const handoff = reached();
    expect(outcomeRefusal(handoff.state)).toMatch(/not an SQL yet/);
    handoff.execute(rep('anna'), returnLead, at('10:20'));
    expect(outcomeRefusal(handoff.state)).toMatch(/Marketing or the arbiter decides/);
    handoff.execute(marketer, { type: 'accept-return', disposition: 'nurtured' }, at('11:00'));
    expect(outcomeRefusal(handoff.state)).toMatch(/returned to marketing/);
    const optedOut = reached();
    optedOut.execute(rep('anna'), optOut, at('10:20'));
    expect(outcomeRefusal(optedOut.state)).toMatch(/opted out/);
    const unreachable = { ...emptyState('handoff-1'), stage: 'ended', ending: 'unreachable' } as const;
    expect(outcomeRefusal(unreachable)).toMatch(/unreachable/);
  });
});
