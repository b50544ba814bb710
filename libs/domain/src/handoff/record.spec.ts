import { call } from '../spec/sample-commands.ts';
import { arbiter, at, marketer, rep, SimulatedHandoff, teamLead } from '../spec/simulated-handoff.ts';

const anna = rep('anna');
const boris = rep('boris');

describe('the record of a handoff', () => {
  it('the record names the creator of the lead, its quality check, every moment, breach and decision, and the actor of each step', () => {
    const answers = [
      {
        criterion: 'icp-role',
        answer: 'unknown' as const,
        evidence: { attribute: 'role' as const },
        effect: 'asked' as const,
      },
    ];
    const handoff = new SimulatedHandoff().start(at('10:01'), {
      signalReceivedAt: at('10:00'),
      answers,
      askedCriteria: ['icp-role'],
      createdBy: 'website-form',
    });
    handoff.advanceTo(at('11:20'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, at('11:30'));
    handoff.execute(boris, { type: 'open' }, at('11:31'));
    handoff.execute(boris, { type: 'accept' }, at('11:32'));
    handoff.execute(boris, call('reached'), at('11:33'));
    const evidence = { kind: 'recording' as const, reference: 'call-1' };
    handoff.execute(
      boris,
      {
        type: 'return',
        reason: 'no-budget',
        proof: { kind: 'call-record', reference: 'call-1' },
        answers: [{ question: 'budget', answer: 'no', evidence }],
      },
      at('11:40'),
    );
    handoff.execute(marketer, { type: 'contest-return' }, at('12:00'));
    handoff.execute(arbiter, { type: 'decide-dispute', verdict: 'upheld', fault: 'lead' }, at('13:00'));

    const first = <Type extends Parameters<typeof handoff.steps>[0]>(type: Type) => handoff.steps(type)[0];
    expect(first('started')).toMatchObject({ createdBy: 'website-form', signalReceivedAt: at('10:00'), answers });
    expect(first('transferred')?.at).toBe(at('10:01'));
    expect(first('assigned')).toMatchObject({ at: at('10:01'), ownerId: 'anna' });
    expect(first('queued')).toMatchObject({ reason: 'not-accepted', previousOwnerId: 'clara' });
    expect(first('promise-reminder-due')).toMatchObject({ promise: 'acceptance', ownerId: 'anna' });
    expect(first('promise-broken')).toMatchObject({ promise: 'acceptance', ownerId: 'anna', at: at('10:16') });
    expect(first('escalated')).toMatchObject({ notified: ['head'], at: at('11:16') });
    expect(first('opened')?.at).toBe(at('11:31'));
    expect(first('accepted')?.at).toBe(at('11:32'));
    expect(first('touched')).toMatchObject({ at: at('11:33'), evidence: { level: 'referenced' } });
    expect(first('returned')).toMatchObject({
      reason: 'no-budget',
      returnedBy: 'boris',
      qualification: 'referenced',
      proof: { kind: 'call-record', reference: 'call-1', level: 'referenced' },
      answers: [{ question: 'budget', answer: 'no' }],
    });
    expect(first('return-contested')?.at).toBe(at('12:00'));
    expect(first('dispute-decided')).toMatchObject({ verdict: 'upheld', fault: 'lead' });
    const actorOf = (type: string): string | undefined =>
      handoff.record.find(({ step }) => step.type === type)?.actor.id;
    expect(['opened', 'accepted', 'touched', 'return-contested', 'dispute-decided'].map(actorOf)).toEqual([
      'boris',
      'boris',
      'boris',
      marketer.id,
      arbiter.id,
    ]);
    expect(handoff.record.filter(({ actor }) => !actor.id)).toEqual([]);
  });

  it('a correction adds steps and changes none', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    const before = structuredClone(handoff.record);
    const touchVersion = handoff.state.touches[0]?.version ?? 0;
    handoff.execute(anna, { type: 'void-touch', touchVersion }, at('10:06'));
    handoff.execute(anna, { type: 'correct-contact', contactMethod: 'phone' }, at('10:07'));
    expect(handoff.record.length).toBeGreaterThan(before.length);
    expect(handoff.record.slice(0, before.length)).toEqual(before);
  });
});
