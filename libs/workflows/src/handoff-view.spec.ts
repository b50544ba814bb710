import { emptyState, localClock, nextDeadline, utcClock } from '@baton/domain';
import type { CommandActor, CommandOf, HandoffCommand, HandoffState, Intent } from '@baton/domain';
import type { HandoffInput } from './handoff.contract.ts';
import { commitSummary, currentDetails, timerSummary } from './handoff-view.ts';
import { accept, decline, qualify, reassignTo, rep, returnLead, touch } from './spec/commands.ts';
import { handoffInput } from './spec/handoff-input.ts';
import { InMemoryRecordStore } from './spec/in-memory-record-store.ts';

const NOW = '2026-11-27T07:00:00.000Z';
const clock = localClock('Europe/Moscow', NOW);

/** A handoff without a workflow: its record is decided by the same rules. */
class RecordedHandoff {
  readonly input: HandoffInput = handoffInput('lead-1', 'sales', NOW);
  readonly #store = new InMemoryRecordStore();

  constructor(team: string[]) {
    this.#store.addTeam('sales', team);
    const { judged, teamId, messageId } = this.input;
    this.#store.append(this.input.handoffId, { kind: 'start', judged, teamId, messageId }, NOW);
  }

  get state(): HandoffState {
    return this.#store.stateOf(this.input.handoffId);
  }

  command(command: HandoffCommand, person = 'anna'): this {
    return this.commandBy(rep(person), command);
  }

  commandBy(actor: CommandActor, command: HandoffCommand): this {
    const intent: Intent = { kind: 'command', command, actor, receivedAt: NOW, key: 'key', bodyHash: '' };
    this.#store.append(this.input.handoffId, intent, NOW);
    return this;
  }

  meetDeadlines(count: number): this {
    for (let met = 0; met < count; met += 1) {
      const dueAt = nextDeadline(this.state) ?? '';
      this.#store.append(this.input.handoffId, { kind: 'deadline', dueAt }, dueAt);
    }
    return this;
  }

  get timer(): string {
    return timerSummary(this.state, { clock, now: NOW });
  }

  get commitAtDeadline(): string {
    return commitSummary({ kind: 'deadline', dueAt: nextDeadline(this.state) ?? '' }, this.state, { clock, now: NOW });
  }
}

const by = (person: string, command: HandoffCommand): Intent => ({
  kind: 'command',
  command,
  actor: rep(person),
  receivedAt: NOW,
  key: 'key',
  bodyHash: '',
});
const summaryOf = (intent: Intent): string => commitSummary(intent, emptyState('handoff-1'), { clock, now: NOW });

const automaticReply: HandoffCommand = {
  type: 'lead-replied',
  channel: 'email',
  evidence: { kind: 'message-id', reference: 'm-1' },
  automatic: true,
};

describe('timerSummary', () => {
  it('a new handoff says to whom it is assigned and when acceptance is due', () => {
    expect(new RecordedHandoff(['anna']).timer).toBe(
      'assigned to anna, acceptance due 10:15 Moscow (07:15 UTC), reminder at 10:07 Moscow (07:07 UTC)',
    );
  });

  it('a handoff whose reminders have been sent shows only the due time', () => {
    expect(new RecordedHandoff(['anna']).meetDeadlines(2).timer).toBe(
      'assigned to anna, acceptance due 10:15 Moscow (07:15 UTC)',
    );
  });

  it('a handoff without an eligible person waits in the queue of its team', () => {
    expect(new RecordedHandoff([]).timer).toMatch(/^queued in team sales, /);
  });

  it('a moment of another day is shown with its day', () => {
    expect(new RecordedHandoff(['anna']).command(touch('reached')).timer).toMatch(
      /^in progress with anna, activity due 28 Nov 10:00 Moscow \(07:00 UTC\), reminder at 22:00 Moscow \(19:00 UTC\)$/,
    );
  });

  it('an ended handoff says how it ended', () => {
    expect(new RecordedHandoff(['anna']).command(touch('reached')).command(qualify()).timer).toBe('ended as sql');
  });
});

describe('commitSummary', () => {
  it.each<[string, Intent]>([
    ['accept by anna', by('anna', accept)],
    ['touch by anna: call, no-answer', by('anna', touch())],
    ['touch by anna: call, no-answer, automatic', by('anna', { ...touch(), automatic: true } as HandoffCommand)],
    ['lead-replied by anna: email, automatic', by('anna', automaticReply)],
    ['decline by anna: capacity', by('anna', decline)],
    ['return by anna: wrong-contact', by('anna', returnLead)],
    ['reassign by anna to boris', by('anna', reassignTo('boris'))],
    ['qualify by anna to kirill', by('anna', { ...qualify(), closerId: 'kirill' } as HandoffCommand)],
  ])('a command says who does what to whom: %s', (summary, intent) => {
    expect(summaryOf(intent)).toBe(summary);
  });

  it('a command of a system that acts for a person names both', () => {
    const actor = { ...rep('anna'), via: 'integration:telephony' };
    const intent: Intent = { kind: 'command', command: touch(), actor, receivedAt: NOW, key: 'key', bodyHash: '' };
    expect(summaryOf(intent)).toBe('touch by anna via integration:telephony: call, no-answer');
  });

  it('a reminder says whom it reminds of what', () => {
    expect(new RecordedHandoff(['anna']).commitAtDeadline).toBe(
      'remind anna of acceptance, due 10:15 Moscow (07:15 UTC)',
    );
  });

  it('a breach says who has not kept what', () => {
    expect(new RecordedHandoff(['anna']).meetDeadlines(2).commitAtDeadline).toBe(
      'acceptance not kept by anna, due 10:15 Moscow (07:15 UTC)',
    );
  });
});

describe('currentDetails', () => {
  it('the handoff is a list with local and UTC times', () => {
    const { state, input } = new RecordedHandoff(['anna']);
    expect(currentDetails(state, input, clock).split('\n')).toEqual([
      '### awaiting-acceptance',
      '',
      '- Owner: **anna**, team sales',
      '- first-contact (lead’s clock): team sales, due 27 Nov 10:15 Moscow (07:15 UTC)',
      '- acceptance: anna, due 27 Nov 10:15 Moscow (07:15 UTC)',
      '- first-contact: anna, due 27 Nov 10:15 Moscow (07:15 UTC)',
      '- touches (lead’s clock): anna, due 29 Nov 10:00 Moscow (07:00 UTC)',
      '- Broken promises: none',
      '- Counted touches: 0',
      '- Reached: no',
      '- Answered questions: 0',
      '- Lead `lead-1`, handoff 1, from website by organic, score 50',
      '- Agreement version 1',
      '- Record version 9',
    ]);
  });

  it('the details count touches and answers by the level of their evidence', () => {
    const telephony = { ...rep('anna'), via: 'integration:telephony' };
    const note: HandoffCommand = { ...touch('reached'), evidence: { kind: 'note' } } as HandoffCommand;
    const handoff = new RecordedHandoff(['anna']).command(touch()).command(note).commandBy(telephony, touch('reached'));
    const [answer] = (qualify() as CommandOf<'qualify'>).answers;
    handoff.command({ type: 'answer-questions', answers: [{ ...answer!, evidence: { kind: 'note' } }] });
    expect(currentDetails(handoff.state, handoff.input, utcClock).split('\n')).toEqual(
      expect.arrayContaining([
        '- Counted touches: 1 (1 referenced)',
        '- Reached: yes (verified)',
        '- Answered questions: 1 (1 claimed)',
      ]),
    );
  });

  it('automatic messages are counted apart from touches', () => {
    const mail = { ...rep('anna'), via: 'integration:mail' };
    const automatic: HandoffCommand = { ...(touch() as CommandOf<'touch'>), automatic: true };
    const handoff = new RecordedHandoff(['anna']).commandBy(mail, automatic);
    expect(currentDetails(handoff.state, handoff.input, utcClock).split('\n')).toEqual(
      expect.arrayContaining(['- Counted touches: 0', '- Automatic messages, not touches: 1', '- Reached: no']),
    );
  });

  it('an overdue promise says since when', () => {
    const { state, input } = new RecordedHandoff([]).meetDeadlines(1);
    expect(currentDetails(state, input, utcClock)).toContain(
      '- first-contact (lead’s clock): team sales, **overdue since 27 Nov 07:15 UTC**',
    );
  });
});
