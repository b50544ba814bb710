import { agreeNextStep, call, qualify } from '../spec/sample-commands.ts';
import { arbiter, at, marketer, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';
import type { TicketKind } from './steps.ts';
import { ticketRole } from './ticket-owner.ts';

const anna = rep('anna');
const kirill: CommandActor = { id: 'kirill', kind: 'person', roles: ['closer'], teamId: 'sales' };
const returnLead: HandoffCommand = { type: 'return', reason: 'bot', proof: { kind: 'note' } };

interface TicketCase {
  /** A handoff just before the ticket opens, and the moment when it opens. */
  arrange: () => SimulatedHandoff;
  opensAt: string;
  /** The person or role who must act. */
  owner: string;
  /** Removes the cause. */
  mend: (handoff: SimulatedHandoff) => void;
}

const transferred = (): SimulatedHandoff => SimulatedHandoff.transferred();
const ownerOf = ({ state }: SimulatedHandoff): CommandActor => rep(state.ownerId ?? '');
const after = (...commands: [CommandActor, HandoffCommand, string][]): SimulatedHandoff => {
  const handoff = transferred();
  for (const [actor, command, moment] of commands) expect(handoff.execute(actor, command, moment)).toBeUndefined();
  return handoff;
};
const assign = (handoff: SimulatedHandoff): void =>
  void handoff.execute(teamLead, { type: 'reassign', toPersonId: 'dina' }, at('10:20'));

/** A lead reaches sales in the step that starts its handoff, so this ticket never waits for anybody. */
type TicketThatWaits = Exclude<TicketKind, 'not-transferred'>;

/** Every other ticket about a handoff: what opens it, who has it, and what closes it. */
const cases: Record<TicketThatWaits, TicketCase> = {
  'late-in-queue': {
    arrange: () => SimulatedHandoff.transferred(at('10:00'), []),
    opensAt: at('10:15'),
    owner: 'team-lead',
    mend: assign,
  },
  'nobody-eligible': {
    arrange: () => SimulatedHandoff.transferred(at('10:00'), []),
    opensAt: at('10:00'),
    owner: 'team-lead',
    mend: assign,
  },
  'not-opened': {
    arrange: transferred,
    opensAt: at('10:15'),
    owner: 'anna',
    mend: (handoff) => handoff.execute(ownerOf(handoff), { type: 'accept' }, at('10:16')),
  },
  'not-accepted': {
    arrange: () => after([anna, { type: 'open' }, at('10:05')]),
    opensAt: at('10:15'),
    owner: 'anna',
    mend: (handoff) => handoff.execute(ownerOf(handoff), { type: 'accept' }, at('10:16')),
  },
  'no-first-contact': {
    arrange: () => after([anna, { type: 'accept' }, at('10:05')]),
    opensAt: at('10:15'),
    owner: 'anna',
    mend: (handoff) => handoff.execute(ownerOf(handoff), call(), at('10:16')),
  },
  'no-reply-to-lead': {
    arrange: () =>
      after(
        [anna, call('reached'), at('10:05')],
        [
          telephony,
          { type: 'lead-replied', channel: 'email', evidence: { kind: 'message-id', reference: 'm-1' } },
          at('11:00'),
        ],
      ),
    opensAt: at('11:05'),
    owner: 'anna',
    mend: (handoff) => handoff.execute(anna, call('reached'), at('11:10')),
  },
  'too-few-touches': {
    arrange: () => after([anna, call(), at('10:05')]),
    opensAt: at('10:00', 2),
    owner: 'anna',
    mend: (handoff) => handoff.execute(anna, call('reached'), at('10:01', 2)),
  },
  'no-activity': {
    arrange: () => after([anna, call('reached'), at('10:05')]),
    opensAt: at('10:05', 1),
    owner: 'anna',
    mend: (handoff) => handoff.execute(anna, agreeNextStep(at('10:00', 3)), at('10:10', 1)),
  },
  'next-step-missed': {
    arrange: () => after([anna, call('reached'), at('10:05')], [anna, agreeNextStep(at('12:00')), at('10:10')]),
    opensAt: at('12:15'),
    owner: 'anna',
    mend: (handoff) => handoff.execute(anna, call('reached'), at('12:20')),
  },
  'returned-without-reason': {
    arrange: () => after([telephony, { type: 'hold-return' }, at('10:05')]),
    opensAt: at('10:05'),
    owner: 'anna',
    mend: (handoff) => handoff.execute(anna, returnLead, at('10:10')),
  },
  'return-not-reviewed': {
    arrange: () => after([anna, returnLead, at('10:05')]),
    opensAt: at('10:05', 1),
    owner: 'marketer',
    mend: (handoff) => handoff.execute(marketer, { type: 'contest-return' }, at('10:10', 1)),
  },
  'arbitration-overdue': {
    arrange: () => after([anna, returnLead, at('10:05')], [marketer, { type: 'contest-return' }, at('10:30')]),
    opensAt: at('10:30', 2),
    owner: 'arbiter',
    mend: (handoff) =>
      handoff.execute(arbiter, { type: 'decide-dispute', verdict: 'overturned', fault: 'sales' }, at('10:40', 2)),
  },
  'sql-not-contacted': {
    arrange: () => after([anna, call('reached'), at('10:05')], [anna, qualify('kirill'), at('10:30')]),
    opensAt: at('10:30', 1),
    owner: 'kirill',
    mend: (handoff) => handoff.execute(kirill, call('reached'), at('10:40', 1)),
  },
};

describe('the tickets of a handoff', () => {
  it.each(Object.keys(cases) as TicketThatWaits[])(
    'the ticket %s opens when its cause exists, has an owner, and closes when the cause is gone',
    (kind) => {
      const { arrange, opensAt, owner, mend } = cases[kind];
      const handoff = arrange().advanceTo(opensAt);
      const opened = handoff.steps('ticket-opened').filter(({ ticket }) => ticket === kind);
      expect(opened).toMatchObject([{ at: opensAt }]);
      expect(opened[0]?.ownerId ?? ticketRole(kind)).toBe(owner);
      expect(handoff.state.tickets).toContain(kind);
      mend(handoff);
      expect(handoff.state.tickets).not.toContain(kind);
    },
  );

  it('the ticket not-transferred of marketing opens when a lead reaches sales late, and closes because sales has it', () => {
    const handoff = new SimulatedHandoff(['anna']).start(at('10:20'), { signalReceivedAt: at('10:00') });
    expect(handoff.steps('ticket-opened')).toMatchObject([{ ticket: 'not-transferred', at: at('10:05') }]);
    expect(handoff.steps('ticket-closed')).toMatchObject([{ ticket: 'not-transferred' }]);
    expect(ticketRole('not-transferred')).toBe('marketer');
    expect(handoff.state.tickets).toEqual([]);
  });

  it('the ticket returned-without-reason also closes when the owner continues with the lead', () => {
    const { arrange } = cases['returned-without-reason'];
    const called = arrange();
    called.execute(anna, call(), at('10:10'));
    expect(called.state).toMatchObject({ stage: 'working', tickets: [] });
    const unrelated = arrange();
    unrelated.execute(anna, { type: 'accept' }, at('10:10'));
    expect(unrelated.state.tickets).toEqual(['returned-without-reason']);
  });
});
