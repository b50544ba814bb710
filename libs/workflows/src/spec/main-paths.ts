import {
  accept,
  acceptReturn,
  closeUnreachable,
  decline,
  returnLead,
  marketer,
  note,
  qualify,
  reassignTo,
  rep,
  teamLeadOf,
  touch,
} from './commands.ts';
import { TEAM_CHANGED_SIGNAL } from '../handoff.contract.ts';
import type { HandoffPath } from './handoff-path.ts';
import type { RunningHandoff } from './running-handoff.ts';

const anna = rep('anna');
const boris = rep('boris');
const clara = rep('clara');
const teamLead = ({ input }: RunningHandoff) => teamLeadOf(input.teamId);

/** From the transfer to an SQL, a return or an unreachable lead. */
export const mainPaths: HandoffPath[] = [
  {
    name: 'accepted-and-qualified',
    async run(handoff) {
      await handoff.tryCommand(anna, { type: 'open' });
      await handoff.advanceToMinute(1);
      await handoff.tryCommand(anna, accept);
      await handoff.advanceToMinute(5);
      await handoff.tryCommand(anna, touch('reached'));
      await handoff.tryCommand(anna, note);
      await handoff.tryCommand(anna, qualify());
    },
    expectedSteps: ['anna transfer', 'opened', 'accepted', 'touched 1', 'note-added', 'qualified'],
    ending: 'sql',
  },
  {
    name: 'accepted-late',
    async run(handoff) {
      await handoff.advanceToMinute(20);
      await handoff.tryCommand(boris, touch('reached'));
      await handoff.tryCommand(boris, qualify());
    },
    expectedSteps: [
      'anna transfer',
      'reminded',
      'reminded',
      'reminded',
      'reminded',
      'broken acceptance owner',
      'broken first-contact owner',
      'broken first-contact lead',
      'boris not-accepted',
      'accepted',
      'touched 1',
      'late first-contact lead',
      'qualified',
    ],
    ending: 'sql',
  },
  {
    name: 'accepted-and-not-contacted',
    async run(handoff) {
      await handoff.tryCommand(anna, accept);
      await handoff.advanceToMinute(16);
      await handoff.tryCommand(boris, touch('reached'));
      await handoff.tryCommand(boris, returnLead);
      await handoff.tryCommand(marketer, acceptReturn);
    },
    expectedSteps: [
      'anna transfer',
      'accepted',
      'reminded',
      'reminded',
      'broken first-contact owner',
      'broken first-contact lead',
      'boris not-contacted',
      'accepted',
      'touched 1',
      'late first-contact lead',
      'returned',
      'return-accepted',
    ],
    ending: 'returned',
  },
  {
    name: 'kept-by-an-active-owner',
    async run(handoff) {
      await handoff.tryCommand(anna, accept);
      await handoff.advanceToMinute(10);
      await handoff.touchAnotherLead('anna');
      await handoff.advanceToMinute(31);
      await handoff.tryCommand(boris, touch('reached'));
      await handoff.tryCommand(boris, qualify());
    },
    expectedSteps: [
      'anna transfer',
      'accepted',
      'reminded',
      'reminded',
      'broken first-contact owner',
      'broken first-contact lead',
      'owner-active',
      'boris not-contacted',
      'accepted',
      'touched 1',
      'late first-contact lead',
      'qualified',
    ],
    ending: 'sql',
  },
  {
    name: 'declined-by-all',
    async run(handoff) {
      for (const person of [anna, boris, clara]) await handoff.tryCommand(person, decline);
      await handoff.advanceToMinute(30);
      await handoff.tryCommand(teamLead(handoff), reassignTo('anna'));
      await handoff.tryCommand(anna, touch('reached'));
      await handoff.tryCommand(anna, qualify());
    },
    expectedSteps: [
      'anna transfer',
      'declined',
      'boris declined',
      'declined',
      'clara declined',
      'declined',
      'queued declined',
      'broken first-contact lead',
      'anna reassigned',
      'accepted',
      'touched 1',
      'late first-contact lead',
      'qualified',
    ],
    ending: 'sql',
  },
  {
    name: 'nobody-eligible',
    team: [],
    async run(handoff) {
      await handoff.advanceToMinute(10);
      await handoff.tryCommand(teamLead(handoff), reassignTo('clara'));
      await handoff.tryCommand(clara, returnLead);
      await handoff.tryCommand(marketer, acceptReturn);
    },
    expectedSteps: ['queued transfer', 'clara reassigned', 'returned', 'return-accepted'],
    ending: 'returned',
  },
  {
    name: 'late-in-the-queue',
    team: [],
    async run(handoff) {
      await handoff.advanceToMinute(20);
      handoff.replaceTeam('anna');
      await handoff.signalAndWait(TEAM_CHANGED_SIGNAL);
      await handoff.tryCommand(anna, accept);
      await handoff.tryCommand(anna, touch('reached'));
      await handoff.tryCommand(anna, qualify());
    },
    expectedSteps: [
      'queued transfer',
      'broken first-contact lead',
      'anna transfer',
      'accepted',
      'touched 1',
      'late first-contact lead',
      'qualified',
    ],
    ending: 'sql',
  },
  {
    name: 'returned-to-the-queue',
    team: ['anna'],
    async run(handoff) {
      await handoff.advanceToMinute(25);
      expect(await handoff.tryCommand(anna, accept)).toMatchObject({ code: 'not-permitted' });
      handoff.replaceTeam('anna');
      await handoff.signalAndWait(TEAM_CHANGED_SIGNAL);
      await handoff.tryCommand(anna, accept);
      await handoff.tryCommand(anna, returnLead);
      await handoff.tryCommand(marketer, acceptReturn);
    },
    expectedSteps: [
      'anna transfer',
      'reminded',
      'reminded',
      'reminded',
      'reminded',
      'broken acceptance owner',
      'broken first-contact owner',
      'broken first-contact lead',
      'queued not-accepted',
      'anna not-accepted',
      'accepted',
      'returned',
      'return-accepted',
    ],
    ending: 'returned',
  },
  {
    name: 'unreachable-automatically',
    async run(handoff) {
      for (const minutes of [5, 35, 65, 95, 125, 155, 25 * 60]) {
        await handoff.advanceToMinute(minutes);
        await handoff.tryCommand(anna, touch('no-answer', minutes === 35 ? 'email' : 'call'));
      }
    },
    expectedSteps: [
      'anna transfer',
      'accepted',
      ...[1, 2, 3, 4, 5, 6, 7].map((n) => `touched ${n}`),
      'unreachable automatically',
    ],
    ending: 'unreachable',
  },
  {
    name: 'unreachable-over-two-days',
    async run(handoff) {
      for (const minutes of [5, 60, 120, 180, 25 * 60, 50 * 60 + 7]) {
        await handoff.advanceToMinute(minutes);
        await handoff.tryCommand(anna, touch('no-answer', minutes === 60 ? 'email' : 'call'));
        if (minutes === 180)
          expect(await handoff.tryCommand(anna, closeUnreachable)).toMatchObject({ code: 'too-few-touches' });
      }
      await handoff.tryCommand(anna, closeUnreachable);
    },
    expectedSteps: [
      'anna transfer',
      'accepted',
      'touched 1',
      'touched 2',
      'touched 3',
      'touched 4',
      'reminded',
      'touched 5',
      'broken activity owner',
      'touched 6',
      'late activity owner',
      'unreachable',
    ],
    ending: 'unreachable',
  },
  {
    name: 'too-few-touches',
    async run(handoff) {
      await handoff.tryCommand(anna, touch());
      await handoff.advanceToMinute(49 * 60);
      await handoff.tryCommand(anna, touch('reached'));
      await handoff.tryCommand(anna, qualify());
    },
    expectedSteps: [
      'anna transfer',
      'accepted',
      'touched 1',
      'reminded',
      'broken activity owner',
      'reminded',
      'broken touches lead',
      'touched 2',
      'late touches lead',
      'late activity owner',
      'qualified',
    ],
    ending: 'sql',
  },
  {
    name: 'reassigned-while-working',
    async run(handoff) {
      await handoff.tryCommand(anna, touch('reached'));
      await handoff.tryCommand(teamLead(handoff), reassignTo('clara'));
      await handoff.advanceToMinute(10);
      await handoff.tryCommand(clara, accept);
      await handoff.tryCommand(clara, qualify());
    },
    expectedSteps: ['anna transfer', 'accepted', 'touched 1', 'clara reassigned', 'reminded', 'accepted', 'qualified'],
    ending: 'sql',
  },
];
