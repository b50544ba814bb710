import { directDecision, emptyState, type HandoffState, type HandoffStep, type RunningPromise } from '@baton/domain';
import type { StepTaken } from '../record/step-by-step.ts';
import { notificationsOf } from './notifications-of.ts';

const monday = '2026-11-23T07:00:00.000Z';
const tuesday = '2026-11-24T07:05:00.000Z';
const wednesday = '2026-11-25T07:00:00.000Z';

const running = (
  promise: RunningPromise['promise'],
  clock: RunningPromise['clock'],
  dueAt: string,
): RunningPromise => ({
  ...{ promise, clock, dueAt, from: monday, reminders: [], broken: false, escalations: [] },
});
const ofAnna: HandoffState = {
  ...{ ...emptyState('handoff-1'), teamId: 'sales', ownerId: 'anna', stage: 'working' },
  promises: [running('activity', 'owner', tuesday), running('touches', 'lead', wednesday)],
};
const taken = (step: HandoffStep, state = ofAnna, version = 5): StepTaken => ({
  state,
  recorded: {
    ...{ handoffId: 'handoff-1', version, at: monday, recordedAt: monday, step },
    ...{ actor: { kind: 'clock', id: 'clock' }, cause: { kind: 'deadline', dueAt: monday } },
  },
});
const told = (...steps: StepTaken[]) => notificationsOf(steps).map(({ recipient, facts }) => ({ recipient, facts }));
const reminder = (promise: RunningPromise['promise'], changes: object = {}): HandoffStep => ({
  ...{ type: 'promise-reminded', promise, clock: 'lead', share: 0.5, skipped: false },
  ...changes,
});

describe('Whom a step is told to', () => {
  it('reminds of a promise with its own due moment, whatever is due before it', () => {
    expect(told(taken(reminder('touches', { ownerId: 'anna' })))).toEqual([
      { recipient: { personId: 'anna' }, facts: { handoffId: 'handoff-1', promise: 'touches', dueAt: wednesday } },
    ]);
  });

  it.each([
    ['return-review', 'marketer'],
    ['transfer', 'marketer'],
    ['arbitration', 'arbiter'],
  ] as const)('reminds of %s the role that owes it: %s', (promise, role) => {
    const state = { ...ofAnna, promises: [running(promise, 'lead', wednesday)] };
    expect(told(taken(reminder(promise), state))).toEqual([
      { recipient: { role }, facts: { handoffId: 'handoff-1', promise, dueAt: wednesday } },
    ]);
  });

  it('sends no reminder that was overtaken', () => {
    expect(told(taken(reminder('touches', { ownerId: 'anna', skipped: true })))).toEqual([]);
  });

  it('tells of a breach the lead of the team at the breach, though the lead goes to another team at once', () => {
    const routing = directDecision('team-lead', 'north', 'nina');
    const broken = taken({
      ...{ type: 'promise-broken', promise: 'acceptance', clock: 'owner', ownerId: 'anna', dueAt: monday },
      ...{ latenessMilliseconds: 0, told: ['team-lead'] },
    });
    const assigned = taken(
      {
        ...{ type: 'assigned', ownerId: 'nina', teamId: 'north', why: 'not-accepted', previousOwnerId: 'anna' },
        routing,
      },
      { ...ofAnna, teamId: 'north', ownerId: 'nina' },
      6,
    );
    expect(told(broken, assigned).map(({ recipient }) => recipient)).toEqual([
      { role: 'team-lead', teamId: 'sales' },
      { personId: 'nina' },
    ]);
  });
});
