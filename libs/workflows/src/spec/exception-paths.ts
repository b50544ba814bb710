import type { CommandActor, HandoffCommand } from '@baton/domain';
import { SIGNAL_RECEIVED_SIGNAL, TEAM_CHANGED_SIGNAL } from '../handoff.contract.ts';
import type { CommandRequest } from '../handoff.contract.ts';
import { acceptReturn, returnLead, marketer, qualify, rep, touch } from './commands.ts';
import type { HandoffPath } from './handoff-path.ts';
import type { RunningHandoff } from './running-handoff.ts';

const anna = rep('anna');
const boris = rep('boris');
const arbiter: CommandActor = { id: 'arkady', kind: 'person', roles: ['arbiter'] };
const closer: CommandActor = { id: 'kirill', kind: 'person', roles: ['closer'] };
const telephony: CommandActor = { id: 'telephony', kind: 'integration', roles: ['integration'] };

/** @param minutes after the transfer */
const agreeNextStep = (handoff: RunningHandoff, minutes: number): HandoffCommand => ({
  type: 'agree-next-step',
  nextStepAt: new Date(Date.parse(handoff.recordedState.transferredAt ?? '') + minutes * 60_000).toISOString(),
  evidence: { kind: 'recording' },
});

const newSignal = ({ recordedState }: RunningHandoff): CommandRequest => ({
  command: { type: 'add-signal', signalId: 's2', signal: 'demo' },
  actor: telephony,
  terms: {},
  receivedAt: recordedState.transferredAt ?? '',
  key: 'signal-2',
  bodyHash: 'hash',
});

/** Disputes, closers, next steps, opt-outs, replies and signals of the lead. */
export const exceptionPaths: HandoffPath[] = [
  {
    name: 'contested-and-overturned',
    async run(handoff) {
      await handoff.tryCommand(anna, touch('reached'));
      await handoff.tryCommand(anna, returnLead);
      await handoff.tryCommand(marketer, { type: 'contest-return' });
      await handoff.advanceToMinute(30);
      await handoff.tryCommand(arbiter, { type: 'decide-dispute', verdict: 'overturned', fault: 'sales' });
      await handoff.tryCommand(boris, touch('reached'));
      await handoff.tryCommand(boris, qualify());
    },
    expectedSteps: [
      'anna transfer',
      'accepted',
      'touched 1',
      'returned',
      'return-contested',
      'dispute-decided',
      'boris overturned',
      'accepted',
      'touched 2',
      'qualified',
    ],
    ending: 'sql',
  },
  {
    name: 'contested-and-upheld',
    async run(handoff) {
      await handoff.tryCommand(anna, returnLead);
      await handoff.advanceToMinute(25 * 60);
      await handoff.tryCommand(marketer, { type: 'contest-return' });
      await handoff.tryCommand(arbiter, { type: 'decide-dispute', verdict: 'upheld', fault: 'lead' });
    },
    expectedSteps: [
      'anna transfer',
      'returned',
      'reminded',
      'reminded',
      'broken return-review lead',
      'return-contested',
      'late return-review lead',
      'dispute-decided',
    ],
    ending: 'returned',
  },
  {
    name: 'closed-by-a-closer',
    async run(handoff) {
      await handoff.tryCommand(anna, touch('reached'));
      await handoff.tryCommand(anna, { ...qualify(), closerId: 'kirill' } as HandoffCommand);
      await handoff.advanceToMinute(30);
      await handoff.tryCommand(closer, touch('reached'));
      await handoff.advanceToMinute(24 * 60 + 5);
    },
    expectedSteps: ['anna transfer', 'accepted', 'touched 1', 'qualified', 'kirill sql', 'accepted', 'touched 2'],
    ending: 'sql',
  },
  {
    name: 'withdrawn-by-the-closer',
    async run(handoff) {
      await handoff.tryCommand(anna, touch('reached'));
      await handoff.tryCommand(anna, { ...qualify(), closerId: 'kirill' } as HandoffCommand);
      await handoff.tryCommand(closer, returnLead);
      await handoff.tryCommand(marketer, acceptReturn);
    },
    expectedSteps: [
      'anna transfer',
      'accepted',
      'touched 1',
      'qualified',
      'kirill sql',
      'returned',
      'return-accepted',
      'sql-withdrawn',
    ],
    ending: 'returned',
  },
  {
    name: 'next-step-agreed',
    async run(handoff) {
      await handoff.tryCommand(anna, touch('no-answer'));
      await handoff.tryCommand(anna, agreeNextStep(handoff, 72 * 60));
      await handoff.advanceToMinute(72 * 60 + 10);
      await handoff.tryCommand(anna, touch('reached'));
      await handoff.tryCommand(anna, qualify());
    },
    expectedSteps: ['anna transfer', 'accepted', 'touched 1', 'next-step-agreed', 'reminded', 'touched 2', 'qualified'],
    ending: 'sql',
  },
  {
    name: 'lead-replied-first',
    async run(handoff) {
      await handoff.tryCommand(telephony, {
        type: 'lead-replied',
        channel: 'email',
        evidence: { kind: 'message-id' },
      });
      await handoff.advanceToMinute(6);
      await handoff.tryCommand(anna, touch('reached'));
      await handoff.tryCommand(anna, qualify());
    },
    expectedSteps: [
      'anna transfer',
      'lead-replied',
      'broken reply-to-lead owner',
      'accepted',
      'touched 1',
      'late reply-to-lead owner',
      'qualified',
    ],
    ending: 'sql',
  },
  {
    name: 'opted-out',
    async run(handoff) {
      await handoff.tryCommand(anna, touch('no-answer'));
      await handoff.tryCommand(marketer, { type: 'opt-out', evidence: { kind: 'message-id' } });
    },
    expectedSteps: ['anna transfer', 'accepted', 'touched 1', 'opted-out'],
    ending: 'opted-out',
  },
  {
    name: 'routing-retried',
    team: [],
    async run(handoff) {
      handoff.replaceTeam('anna');
      await handoff.signalAndWait(TEAM_CHANGED_SIGNAL);
      await handoff.tryCommand(anna, touch('reached'));
      await handoff.signalAndWait(SIGNAL_RECEIVED_SIGNAL, newSignal(handoff));
      await handoff.tryCommand(anna, touch('reached'));
      await handoff.tryCommand(anna, qualify());
    },
    expectedSteps: [
      'queued transfer',
      'anna transfer',
      'accepted',
      'touched 1',
      'signal-added',
      'touched undefined',
      'qualified',
    ],
    ending: 'sql',
  },
];
