import { directDecision, emptyState } from '@baton/domain';
import type { HandoffState, HandoffStep, RunningPromise } from '@baton/domain';
import type { StepWithState } from '../handoff-row/step-states.ts';
import { notificationsForSteps } from './notifications-for-steps.ts';

const monday = '2026-11-23T07:00:00.000Z';
const tuesday = '2026-11-24T07:05:00.000Z';
const wednesday = '2026-11-25T07:00:00.000Z';
const running = (
  promise: RunningPromise['promise'],
  clock: RunningPromise['clock'],
  dueAt: string,
): RunningPromise => ({
  promise,
  clock,
  dueAt,
  from: monday,
  reminders: [],
  broken: false,
  escalations: [],
});
const ofAnna: HandoffState = {
  ...emptyState('handoff-1'),
  teamId: 'sales',
  ownerId: 'anna',
  stage: 'working',
  promises: [running('activity', 'owner', tuesday), running('touches', 'lead', wednesday)],
};
const withState = (step: HandoffStep, state = ofAnna, version = 5): StepWithState => ({
  state,
  recorded: {
    handoffId: 'handoff-1',
    version,
    at: monday,
    recordedAt: monday,
    step,
    actor: { kind: 'clock', id: 'clock' },
    cause: { kind: 'deadline', dueAt: monday },
  },
});
const notified = (...steps: StepWithState[]) =>
  notificationsForSteps(steps).map(({ recipient, facts }) => ({ recipient, facts }));
const reminder = (promise: RunningPromise['promise'], changes: object = {}): HandoffStep => ({
  type: 'promise-reminder-due',
  promise,
  clock: 'lead',
  share: 0.5,
  skipped: false,
  ...changes,
});

describe('notificationsForSteps', () => {
  it('a reminder names its own promise’s due moment, even if another promise is due earlier', () => {
    expect(notified(withState(reminder('touches', { ownerId: 'anna' })))).toEqual([
      { recipient: { personId: 'anna' }, facts: { handoffId: 'handoff-1', promise: 'touches', dueAt: wednesday } },
    ]);
  });

  it.each([
    ['return-review', 'marketer'],
    ['transfer', 'marketer'],
    ['arbitration', 'arbiter'],
  ] as const)('a reminder of %s goes to the role that owes it, the %s', (promise, role) => {
    const state = { ...ofAnna, promises: [running(promise, 'lead', wednesday)] };
    expect(notified(withState(reminder(promise), state))).toEqual([
      { recipient: { role }, facts: { handoffId: 'handoff-1', promise, dueAt: wednesday } },
    ]);
  });

  it('a skipped reminder is not sent', () => {
    expect(notified(withState(reminder('touches', { ownerId: 'anna', skipped: true })))).toEqual([]);
  });

  it('a breach is reported to the team lead of that moment, even if the lead moves to another team in the same commit', () => {
    const routing = directDecision('team-lead', 'north', 'nina');
    const broken = withState({
      type: 'promise-broken',
      promise: 'acceptance',
      clock: 'owner',
      ownerId: 'anna',
      dueAt: monday,
      latenessMilliseconds: 0,
      notified: ['team-lead'],
    });
    const assigned = withState(
      {
        type: 'assigned',
        ownerId: 'nina',
        teamId: 'north',
        reason: 'not-accepted',
        previousOwnerId: 'anna',
        routing,
      },
      { ...ofAnna, teamId: 'north', ownerId: 'nina' },
      6,
    );
    expect(notified(broken, assigned).map(({ recipient }) => recipient)).toEqual([
      { role: 'team-lead', teamId: 'sales' },
      { personId: 'nina' },
    ]);
  });

  const broken = (promise: RunningPromise['promise'], changes: object = {}): HandoffStep => ({
    type: 'promise-broken',
    promise,
    clock: 'lead',
    dueAt: monday,
    latenessMilliseconds: 0,
    notified: ['owner'],
    ...changes,
  });
  const recipients = (...steps: StepWithState[]) => notified(...steps).map(({ recipient }) => recipient);

  it.each([
    ['transfer', 'marketer'],
    ['return-review', 'marketer'],
    ['arbitration', 'arbiter'],
  ] as const)('"owner" on the ladder of %s means the role that owes it, the %s', (promise, role) => {
    expect(recipients(withState(broken(promise)))).toEqual([{ role }]);
    expect(recipients(withState(broken(promise, { notified: ['owner', role] })))).toEqual([{ role }]);
    const escalated: HandoffStep = { type: 'escalated', promise, clock: 'lead', notified: ['owner', 'head'] };
    expect(recipients(withState(escalated))).toEqual([{ role }, { role: 'head', teamId: 'sales' }]);
  });

  it('a transfer that is late from the start is reported to the head of the team that gets the lead', () => {
    const late = withState(broken('transfer', { notified: ['head'] }), emptyState('handoff-1'));
    expect(recipients(late, withState({ type: 'transferred', teamId: 'sales', pool: ['anna'] }, ofAnna, 6))).toEqual([
      { role: 'head', teamId: 'sales' },
    ]);
  });

  it('a breach notification names the ticket only if it is open, and says whether the promise was kept late', () => {
    const facts = (...steps: StepWithState[]) => notified(...steps)[0]?.facts;
    const step = withState(broken('transfer', { notified: ['marketer'] }));
    const kept: HandoffStep = {
      type: 'promise-kept',
      promise: 'transfer',
      clock: 'lead',
      late: true,
      countedMilliseconds: 1,
      wallClockMilliseconds: 1,
    };
    const plain = { handoffId: 'handoff-1', promise: 'transfer', dueAt: monday };
    expect(facts(step, withState(kept, ofAnna, 6))).toEqual({ ...plain, kept: 'late' });
    const opened = withState(
      { type: 'ticket-opened', ticket: 'not-transferred' },
      { ...ofAnna, tickets: ['not-transferred'] },
      6,
    );
    expect(facts(step, opened)).toEqual({ ...plain, ticket: 'not-transferred' });
    expect(facts(step)).toEqual(plain);
  });

  const owing = (promise: RunningPromise['promise'], changes: object = {}): HandoffState => ({
    ...ofAnna,
    ...changes,
    promises: [running('acceptance', 'owner', monday), running(promise, 'owner', tuesday)],
  });
  const signal: HandoffStep = { type: 'signal-added', signalId: 'signal-2', signal: 'request' };
  const replied: HandoffStep = {
    type: 'lead-replied',
    channel: 'email',
    evidence: { kind: 'message-id', reference: 'mail-1', level: 'verified' },
  };

  it.each([
    ['sent a new signal', signal, 'first-contact', 'new-signal'],
    ['sent a new signal as an SQL', signal, 'sql-contact', 'new-signal'],
    ['replied', replied, 'reply-to-lead', 'lead-replied'],
  ] as const)('the owner of a lead that %s is notified of the due moment', (_, step, promise, kind) => {
    expect(notificationsForSteps([withState(step, owing(promise))])).toMatchObject([
      { kind, recipient: { personId: 'anna' }, facts: { dueAt: tuesday } },
    ]);
  });

  it('the owner is notified of a call that a colleague took, and of no other touch', () => {
    const touched = (direction: 'inbound' | 'outbound', actorId: string): StepWithState => {
      const step: HandoffStep = {
        type: 'touched',
        channel: 'call',
        direction,
        outcome: 'reached',
        reached: true,
        evidence: { kind: 'note', level: 'claimed' },
      };
      const { recorded, state } = withState(step);
      return { state, recorded: { ...recorded, actor: { kind: 'person', id: actorId } } };
    };
    expect(notified(touched('inbound', 'boris'))).toEqual([
      { recipient: { personId: 'anna' }, facts: { handoffId: 'handoff-1', takenBy: 'boris' } },
    ]);
    expect(notified(touched('inbound', 'anna'), touched('outbound', 'boris'))).toEqual([]);
  });

  const download: HandoffStep = { type: 'signal-added', signalId: 'signal-3', signal: 'content' };

  it('the owner is notified of an indirect signal without a due moment', () => {
    expect(notified(withState(download, owing('first-contact')))).toEqual([
      { recipient: { personId: 'anna' }, facts: { handoffId: 'handoff-1', signal: 'content' } },
    ]);
  });

  it.each([
    ['sent a new signal', signal],
    ['downloaded something', download],
    ['replied', replied],
  ])('a rep is not notified about a lead that %s after it was returned', (_, step) => {
    const state: HandoffState = {
      ...ofAnna,
      stage: 'returned',
      promises: [running('return-review', 'lead', tuesday)],
    };
    expect(recipients(withState(step, state))).toEqual([]);
  });

  it('a held return is reported to the owner, or to the team lead if the lead has no owner', () => {
    expect(notificationsForSteps([withState({ type: 'return-held' })])).toMatchObject([
      { kind: 'return-held', recipient: { personId: 'anna' } },
    ]);
    expect(recipients(withState({ type: 'return-held' }, { ...ofAnna, ownerId: null }))).toEqual([
      { role: 'team-lead', teamId: 'sales' },
    ]);
  });

  describe('Notifications of results', () => {
    const rep = { personId: 'anna' };
    const marketing = { role: 'marketer' };
    const returned: HandoffState = { ...ofAnna, stage: 'returned', returnReason: 'no-budget' };
    const results = (step: HandoffStep, state: HandoffState) => notificationsForSteps([withState(step, state)]);

    it.each(['nurtured', 'rejected'] as const)(
      'the rep and the marketers are notified that a return was accepted and the lead is %s',
      (disposition) => {
        const facts = { handoffId: 'handoff-1', reason: 'no-budget', disposition };
        expect(results({ type: 'return-accepted', disposition, bySilence: false }, returned)).toMatchObject([
          { kind: 'return-accepted', recipient: rep, facts },
          { kind: 'return-accepted', recipient: marketing, facts },
        ]);
      },
    );

    it('a return that is accepted because nobody reviewed it is reported to both sides as well', () => {
      const step: HandoffStep = { type: 'return-accepted', disposition: 'nurtured', bySilence: true };
      expect(results(step, returned).map(({ recipient }) => recipient)).toEqual([rep, marketing]);
    });

    it.each([
      ['upheld', 'lead'],
      ['overturned', 'sales'],
    ] as const)(
      'the rep and the marketers are notified that a return was %s and whose fault it was',
      (verdict, fault) => {
        const facts = { handoffId: 'handoff-1', reason: 'no-budget', verdict, fault };
        expect(results({ type: 'dispute-decided', verdict, fault }, { ...returned, stage: 'contested' })).toMatchObject(
          [
            { kind: 'return-decided', recipient: rep, facts },
            { kind: 'return-decided', recipient: marketing, facts },
          ],
        );
      },
    );

    it('a returned lead without an owner is reported to the marketers alone', () => {
      const step: HandoffStep = { type: 'return-accepted', disposition: 'nurtured', bySilence: false };
      expect(results(step, { ...returned, ownerId: null }).map(({ recipient }) => recipient)).toEqual([marketing]);
    });

    it.each(['won', 'lost'] as const)(
      'the rep who qualified the lead, the closer and the marketers are notified of an SQL that was %s',
      (outcome) => {
        const state: HandoffState = {
          ...ofAnna,
          stage: 'ended',
          ending: 'sql',
          ownerId: 'clara',
          sqlAt: tuesday,
          ownerships: [
            { ownerId: 'boris', from: monday, until: '2026-11-23T09:00:00.000Z' },
            { ownerId: 'anna', from: '2026-11-23T09:00:00.000Z', until: tuesday },
            { ownerId: 'clara', from: tuesday },
          ],
        };
        const drafts = results({ type: 'outcome-recorded', outcomeId: 'deal-1', outcome }, state);
        expect(drafts.map(({ recipient }) => recipient)).toEqual([rep, { personId: 'clara' }, marketing]);
        expect(drafts[0]).toMatchObject({ kind: 'outcome-recorded', facts: { handoffId: 'handoff-1', outcome } });
      },
    );

    it('the outcomes of imported history notify nobody', () => {
      const imported: HandoffState = { ...emptyState('handoff-1'), stage: 'ended', ending: 'imported' };
      expect(results({ type: 'outcome-recorded', outcomeId: 'deal-1', outcome: 'won' }, imported)).toEqual([]);
    });
  });

  it('a person who took the lead’s call is not notified about a new lead', () => {
    const routing = directDecision('inbound-call', 'sales', 'boris');
    const step: HandoffStep = { type: 'assigned', ownerId: 'boris', teamId: 'sales', reason: 'inbound-call', routing };
    expect(recipients(withState(step))).toEqual([]);
  });
});
