import type { CommandActor, HandoffCommand } from '@baton/domain';
import { HEARD_SIGNAL, TEAM_CHANGED_SIGNAL } from '../handoff.contract.ts';
import type { CommandRequest } from '../handoff.contract.ts';
import { acceptReturn, giveBack, marketer, qualify, rep, touch } from './commands.ts';
import type { Path } from './path.ts';
import type { RunningHandoff } from './running-handoff.ts';

const anna = rep('anna');
const boris = rep('boris');
const arbiter: CommandActor = { id: 'arkady', kind: 'person', roles: ['arbiter'] };
const closer: CommandActor = { id: 'kirill', kind: 'person', roles: ['closer'] };
const telephony: CommandActor = { id: 'telephony', kind: 'integration', roles: ['integration'] };

/** So many minutes after the transfer. */
const agreeNextStep = (handoff: RunningHandoff, minutes: number): HandoffCommand => ({
  type: 'agree-next-step',
  moment: new Date(Date.parse(handoff.recorded.transferredAt ?? '') + minutes * 60_000).toISOString(),
  evidence: { kind: 'recording' },
});

const newInterest = ({ recorded }: RunningHandoff): CommandRequest => ({
  ...{ command: { type: 'add-signal', signalId: 's2', signal: 'demo' }, actor: telephony, agreed: {} },
  ...{ receivedAt: recorded.transferredAt ?? '', key: 'signal-2', bodyHash: '' },
});

/** Disputes, closers, and what daily life brings. */
export const windingPaths: Path[] = [
  {
    name: 'contested-and-overturned',
    async live(handoff) {
      await handoff.tell(anna, touch('reached'));
      await handoff.tell(anna, giveBack);
      await handoff.tell(marketer, { type: 'contest-return' });
      await handoff.until(30);
      await handoff.tell(arbiter, { type: 'decide-dispute', verdict: 'overturned', fault: 'sales' });
      await handoff.tell(boris, touch('reached'));
      await handoff.tell(boris, qualify());
    },
    tells: [
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
    async live(handoff) {
      await handoff.tell(anna, giveBack);
      await handoff.until(25 * 60);
      await handoff.tell(marketer, { type: 'contest-return' });
      await handoff.tell(arbiter, { type: 'decide-dispute', verdict: 'upheld', fault: 'lead' });
    },
    tells: [
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
    async live(handoff) {
      await handoff.tell(anna, touch('reached'));
      await handoff.tell(anna, { ...qualify(), closerId: 'kirill' } as HandoffCommand);
      await handoff.until(30);
      await handoff.tell(closer, touch('reached'));
      await handoff.until(24 * 60 + 5);
    },
    tells: ['anna transfer', 'accepted', 'touched 1', 'qualified', 'kirill sql', 'accepted', 'touched 2'],
    ending: 'sql',
  },
  {
    name: 'withdrawn-by-the-closer',
    async live(handoff) {
      await handoff.tell(anna, touch('reached'));
      await handoff.tell(anna, { ...qualify(), closerId: 'kirill' } as HandoffCommand);
      await handoff.tell(closer, giveBack);
      await handoff.tell(marketer, acceptReturn);
    },
    tells: [
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
    async live(handoff) {
      await handoff.tell(anna, touch('no-answer'));
      await handoff.tell(anna, agreeNextStep(handoff, 72 * 60));
      await handoff.until(72 * 60 + 10);
      await handoff.tell(anna, touch('reached'));
      await handoff.tell(anna, qualify());
    },
    tells: ['anna transfer', 'accepted', 'touched 1', 'next-step-agreed', 'reminded', 'touched 2', 'qualified'],
    ending: 'sql',
  },
  {
    name: 'lead-answered-first',
    async live(handoff) {
      await handoff.tell(telephony, { type: 'lead-answered', channel: 'email', evidence: { kind: 'message-id' } });
      await handoff.until(6);
      await handoff.tell(anna, touch('reached'));
      await handoff.tell(anna, qualify());
    },
    tells: [
      'anna transfer',
      'lead-answered',
      'broken answer owner',
      'accepted',
      'touched 1',
      'late answer owner',
      'qualified',
    ],
    ending: 'sql',
  },
  {
    name: 'opted-out',
    async live(handoff) {
      await handoff.tell(anna, touch('no-answer'));
      await handoff.tell(marketer, { type: 'opt-out', evidence: { kind: 'message-id' } });
    },
    tells: ['anna transfer', 'accepted', 'touched 1', 'opted-out'],
    ending: 'opted-out',
  },
  {
    name: 'looked-again',
    team: [],
    async live(handoff) {
      handoff.joinTeam('anna');
      await handoff.signal(TEAM_CHANGED_SIGNAL);
      await handoff.tell(anna, touch('reached'));
      await handoff.signal(HEARD_SIGNAL, newInterest(handoff));
      await handoff.tell(anna, touch('reached'));
      await handoff.tell(anna, qualify());
    },
    tells: [
      'nobody transfer',
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
