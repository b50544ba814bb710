import fc from 'fast-check';
import { agreeNextStep, call, postpone, qualify } from '../spec/sample-commands.ts';
import { at, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import { DAY, MINUTE } from '../time/units.ts';

const anna = rep('anna');

const reached = (): SimulatedHandoff => {
  const handoff = SimulatedHandoff.transferred();
  handoff.execute(anna, call('reached'), at('10:05'));
  return handoff;
};

describe('a postponed lead', () => {
  it('a lead that asks for next quarter ends its handoff as postponed, with no promise and no ticket left', () => {
    const handoff = reached();
    expect(handoff.execute(anna, postpone(at('10:00', 90)), at('10:10'))).toBeUndefined();
    expect(handoff.state).toMatchObject({
      stage: 'ended',
      ending: 'postponed',
      postponedUntil: at('10:00', 90),
      promises: [],
      tickets: [],
    });
    expect(handoff.steps('promise-broken')).toEqual([]);
  });

  it('a postponed lead comes back to its owner at the first moment of their work from the date on', () => {
    const handoff = reached();
    // Day 40 is Saturday, 11 April 2026.
    handoff.execute(anna, postpone(at('12:00', 40)), at('10:10'));
    expect(handoff.steps('postponed')).toMatchObject([
      { until: at('12:00', 40), comesBackAt: at('06:00', 42), ownerId: 'anna', evidence: { level: 'referenced' } },
    ]);
  });

  it('a lead that wrote first can be postponed, because that is a conversation', () => {
    const handoff = SimulatedHandoff.transferred();
    const evidence = { kind: 'message-id', reference: 'm-1' } as const;
    handoff.execute(telephony, { type: 'lead-replied', channel: 'email', evidence }, at('10:02'));
    expect(handoff.execute(anna, postpone(at('10:00', 90)), at('10:10'))).toBeUndefined();
  });

  it('a lead that nobody has reached is not postponed on the word of its owner', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    expect(handoff.execute(anna, postpone(at('10:00', 90)), at('10:10'))?.code).toBe('no-conversation');
  });

  it('the record of a connected system shows the conversation, also without a touch', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, { type: 'accept' }, at('10:01'));
    const viaTelephony = { ...anna, via: 'integration:telephony' };
    expect(handoff.execute(viaTelephony, postpone(at('10:00', 90)), at('10:10'))).toBeUndefined();
    expect(handoff.steps('postponed')).toMatchObject([{ evidence: { level: 'verified' } }]);
  });

  it('only the owner postpones a lead', () => {
    const handoff = reached();
    expect(handoff.execute(rep('boris'), postpone(at('10:00', 90)), at('10:10'))?.code).toBe('not-permitted');
    expect(handoff.execute(teamLead, postpone(at('10:00', 90)), at('10:10'))?.code).toBe('not-permitted');
  });

  it('an SQL and a returned lead are not postponed', () => {
    const sql = reached();
    sql.execute(anna, qualify('kirill'), at('10:10'));
    expect(sql.execute(rep('kirill'), postpone(at('10:00', 90)), at('10:15'))?.code).toBe('wrong-stage');
    const returned = reached();
    returned.execute(anna, { type: 'return', reason: 'bot', proof: { kind: 'note' } }, at('10:10'));
    expect(returned.execute(anna, postpone(at('10:00', 90)), at('10:15'))?.code).toBe('wrong-stage');
  });

  it.each([
    ['an hour short of 15 days ahead', at('09:10', 15), 'postponement-too-near'],
    ['exactly 15 days ahead', at('10:10', 15), undefined],
    ['exactly 366 days ahead', at('10:10', 366), undefined],
    ['a minute over 366 days ahead', at('10:11', 366), 'postponement-too-far'],
    ['in the past', at('10:00', -20), 'postponement-too-near'],
  ])('a date %s is accepted or refused by the agreement', (_, until, code) => {
    expect(reached().execute(anna, postpone(until), at('10:10'))?.code).toBe(code);
  });

  it('an agreement can change how far ahead a lead is postponed', () => {
    const agreement = { ...defaultAgreement, postponement: { shortest: 'P31D', longest: 'P60D' } };
    const postponedTo = (until: string) => {
      const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna'], agreement);
      handoff.execute(anna, call('reached'), at('10:05'));
      return handoff.execute(anna, postpone(until), at('10:10'));
    };
    expect(postponedTo(at('10:00', 20))).toMatchObject({
      code: 'postponement-too-near',
      detail: expect.stringContaining('P31D ahead'),
    });
    expect(postponedTo(at('10:00', 40))).toBeUndefined();
    expect(postponedTo(at('10:00', 61))?.code).toBe('postponement-too-far');
  });

  it('a next step further ahead than a pause lasts names postponing as the way', () => {
    const refusal = reached().execute(anna, agreeNextStep(at('10:00', 30)), at('10:10'));
    expect(refusal).toMatchObject({ code: 'pause-too-long', detail: expect.stringContaining('postpone the lead') });
  });

  it('a postponed handoff has neither an outcome nor a further command', () => {
    const handoff = reached();
    handoff.execute(anna, postpone(at('10:00', 90)), at('10:10'));
    expect(handoff.execute(anna, postpone(at('10:00', 91)), at('10:11'))).toMatchObject({
      code: 'wrong-stage',
      detail: expect.stringContaining('postponed'),
    });
  });

  it('a lead is postponed to any date that is from 15 to 366 days ahead', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20 * DAY, max: 400 * DAY }), (ahead) => {
        const received = Date.parse(at('10:10'));
        const refusal = reached().execute(anna, postpone(new Date(received + ahead).toISOString()), at('10:10'));
        expect(refusal === undefined).toBe(ahead >= 15 * DAY && ahead <= 366 * DAY);
      }),
      { examples: [[15 * DAY - MINUTE], [15 * DAY], [366 * DAY], [366 * DAY + MINUTE]] },
    );
  });

  it('a postponed lead comes back within working hours, and never before its date', () => {
    fc.assert(
      fc.property(fc.integer({ min: 16 * 24, max: 360 * 24 }), (hours) => {
        const handoff = reached();
        const until = at('10:10', hours / 24);
        handoff.execute(anna, postpone(until), at('10:10'));
        const comesBackAt = Date.parse(handoff.steps('postponed')[0]?.comesBackAt ?? '');
        expect(comesBackAt).toBeGreaterThanOrEqual(Date.parse(until));
        // Moscow is three hours ahead of UTC, and works 9 to 18.
        expect(new Date(comesBackAt).getUTCHours()).toBeGreaterThanOrEqual(6);
        expect(new Date(comesBackAt).getUTCHours()).toBeLessThan(15);
        expect([0, 6]).not.toContain(new Date(comesBackAt).getUTCDay());
      }),
    );
  });
});

describe('the next handoff of a postponed lead', () => {
  it('the record of the next handoff names the one that was postponed', () => {
    const handoff = new SimulatedHandoff();
    handoff.start(at('10:00'), { resumes: { handoffNumber: 1, cause: 'date', ownerId: 'anna' } });
    expect(handoff.steps('started')).toMatchObject([{ resumes: { handoffNumber: 1, cause: 'date' } }]);
    expect(handoff.steps('promise-broken')).toEqual([]);
  });
});
