import { call, qualify } from '../spec/sample-commands.ts';
import { arbiter, at, marketer, rep, SimulatedHandoff } from '../spec/simulated-handoff.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';

const anna = rep('anna');
const kirill: CommandActor = { id: 'kirill', kind: 'person', roles: ['closer'], teamId: 'sales' };
const returnLead: HandoffCommand = { type: 'return', reason: 'bot', proof: { kind: 'note' } };

const keptBy = (handoff: SimulatedHandoff, command: HandoffCommand, by: CommandActor, moment: string) => {
  const { version } = handoff.state;
  expect(handoff.execute(by, command, moment)).toBeUndefined();
  return handoff.record
    .slice(version)
    .flatMap(({ step }) => (step.type === 'promise-kept' ? [`${step.promise} ${step.clock}`] : []));
};

describe('the promises of the default agreement', () => {
  it.each<[string, HandoffCommand]>([
    ['an acceptance', { type: 'accept' }],
    ['a decline', { type: 'decline', reason: 'capacity' }],
    ['a touch', call()],
  ])('%s keeps the acceptance promise', (_, command) => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.dueAt('acceptance')).toBe(at('10:15'));
    expect(keptBy(handoff, command, anna, at('10:05'))).toContain('acceptance owner');
  });

  it('a decline after the breach keeps the acceptance promise late', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.executeLate(anna, { type: 'decline', reason: 'capacity' }, at('10:16'), at('10:16'));
    expect(handoff.steps('promise-broken')).toMatchObject([{ promise: 'acceptance', ownerId: 'anna' }]);
    expect(handoff.steps('promise-kept')).toContainEqual(
      expect.objectContaining({ promise: 'acceptance', ownerId: 'anna', late: true }),
    );
  });

  it('opening a handoff keeps no promise', () => {
    const handoff = SimulatedHandoff.transferred();
    expect(keptBy(handoff, { type: 'open' }, anna, at('10:05'))).toEqual([]);
    expect(handoff.steps('opened')).toHaveLength(1);
    expect(handoff.dueAt('acceptance')).toBe(at('10:15'));
  });

  it('a touch and a dated next step keep the activity promise, and a note does not', () => {
    const working = (): SimulatedHandoff => {
      const handoff = SimulatedHandoff.transferred();
      handoff.execute(anna, call('reached'), at('10:05'));
      expect(handoff.dueAt('activity')).toBe(at('10:05', 1));
      return handoff;
    };
    const nextStep: HandoffCommand = {
      type: 'agree-next-step',
      nextStepAt: at('12:00', 1),
      evidence: { kind: 'note' },
    };
    expect(keptBy(working(), call(), anna, at('11:00'))).toEqual(['activity owner']);
    expect(keptBy(working(), nextStep, anna, at('11:00'))).toEqual(['activity owner']);
    const noted = working();
    expect(keptBy(noted, { type: 'note', textId: 'text-1' }, anna, at('11:00'))).toEqual([]);
    expect(noted.dueAt('activity')).toBe(at('10:05', 1));
  });

  it('marketing has 24 h to accept or contest a return', () => {
    for (const review of [
      { type: 'accept-return', disposition: 'nurtured' },
      { type: 'contest-return' },
    ] satisfies HandoffCommand[]) {
      const handoff = SimulatedHandoff.transferred();
      handoff.execute(anna, returnLead, at('10:05'));
      expect(handoff.dueAt('return-review')).toBe(at('10:05', 1));
      expect(keptBy(handoff, review, marketer, at('11:00'))).toEqual(['return-review lead']);
    }
  });

  it('the arbiter has 48 h for the verdict', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, returnLead, at('10:05'));
    handoff.execute(marketer, { type: 'contest-return' }, at('11:00'));
    expect(handoff.dueAt('arbitration')).toBe(at('11:00', 2));
    const verdict: HandoffCommand = { type: 'decide-dispute', verdict: 'upheld', fault: 'lead' };
    expect(keptBy(handoff, verdict, arbiter, at('12:00'))).toEqual(['arbitration lead']);
  });

  it('the closer has 24 h for the first touch, which accepts the SQL, and a rep who closes owes none', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, qualify('kirill'), at('10:10'));
    expect(handoff.dueAt('sql-contact')).toBe(at('10:10', 1));
    expect(keptBy(handoff, call(), kirill, at('11:00'))).toContain('sql-contact owner');
    expect(handoff.state.accepted).toBe(true);
    const closesAlone = SimulatedHandoff.transferred();
    closesAlone.execute(anna, call('reached'), at('10:05'));
    closesAlone.execute(anna, qualify('anna'), at('10:10'));
    expect(closesAlone.steps('promise-started').map(({ promise }) => promise)).not.toContain('sql-contact');
  });
});
