import {
  accept,
  acceptReturn,
  closeUnreachable,
  decline,
  giveBack,
  marketer,
  note,
  qualify,
  reassignTo,
} from './commands.ts';
import { rep, teamLeadOf, touch } from './commands.ts';
import type { Path } from './path.ts';
import type { RunningHandoff } from './running-handoff.ts';

const [anna, boris, clara] = ['anna', 'boris', 'clara'].map(rep) as [
  ReturnType<typeof rep>,
  ReturnType<typeof rep>,
  ReturnType<typeof rep>,
];
const lead = ({ beginning }: RunningHandoff) => teamLeadOf(beginning.teamId);

/** From the transfer to an SQL, a return or the end of the touches. */
export const straightPaths: Path[] = [
  {
    name: 'accepted-and-qualified',
    async live(handoff) {
      await handoff.tell(anna, { type: 'open' });
      await handoff.until(1);
      await handoff.tell(anna, accept);
      await handoff.until(5);
      await handoff.tell(anna, touch('reached'));
      await handoff.tell(anna, note);
      await handoff.tell(anna, qualify());
    },
    tells: ['anna transfer', 'opened', 'accepted', 'touched 1', 'noted', 'qualified'],
    ending: 'sql',
  },
  {
    name: 'accepted-late',
    async live(handoff) {
      await handoff.until(20);
      await handoff.tell(boris, touch('reached'));
      await handoff.tell(boris, qualify());
    },
    tells: [
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
    async live(handoff) {
      await handoff.tell(anna, accept);
      await handoff.until(16);
      await handoff.tell(boris, touch('reached'));
      await handoff.tell(boris, giveBack);
      await handoff.tell(marketer, acceptReturn);
    },
    tells: [
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
    name: 'declined-by-all',
    async live(handoff) {
      for (const person of [anna, boris, clara]) await handoff.tell(person, decline);
      await handoff.until(30);
      await handoff.tell(lead(handoff), reassignTo('anna'));
      await handoff.tell(anna, touch('reached'));
      await handoff.tell(anna, qualify());
    },
    tells: [
      'anna transfer',
      'declined',
      'boris declined',
      'declined',
      'clara declined',
      'declined',
      'nobody declined',
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
    async live(handoff) {
      await handoff.until(10);
      await handoff.tell(lead(handoff), reassignTo('clara'));
      await handoff.tell(clara, giveBack);
      await handoff.tell(marketer, acceptReturn);
    },
    tells: [
      'nobody transfer',
      'broken transfer lead',
      'clara reassigned',
      'late transfer lead',
      'returned',
      'return-accepted',
    ],
    ending: 'returned',
  },
  {
    name: 'owner-stays',
    team: ['anna'],
    async live(handoff) {
      await handoff.until(25);
      await handoff.tell(anna, accept);
      await handoff.tell(anna, giveBack);
      await handoff.tell(marketer, acceptReturn);
    },
    tells: [
      'anna transfer',
      'reminded',
      'reminded',
      'reminded',
      'reminded',
      'broken acceptance owner',
      'broken first-contact owner',
      'broken first-contact lead',
      'stays not-accepted',
      'accepted',
      'late acceptance owner',
      'returned',
      'return-accepted',
    ],
    ending: 'returned',
  },
  {
    name: 'unreachable-by-itself',
    async live(handoff) {
      for (let minutes = 5; minutes <= 5 + 6 * 30; minutes += 30) {
        await handoff.until(minutes);
        await handoff.tell(anna, touch());
      }
    },
    tells: ['anna transfer', 'accepted', ...[1, 2, 3, 4, 5, 6, 7].map((n) => `touched ${n}`), 'unreachable by itself'],
    ending: 'unreachable',
  },
  {
    name: 'unreachable-over-two-days',
    async live(handoff) {
      for (const minutes of [5, 60, 120, 180, 25 * 60, 50 * 60 + 7]) {
        await handoff.until(minutes);
        await handoff.tell(anna, touch('no-answer', minutes === 60 ? 'email' : 'call'));
        if (minutes === 180)
          expect(await handoff.tell(anna, closeUnreachable)).toMatchObject({ code: 'not-enough-touches' });
      }
      await handoff.tell(anna, closeUnreachable);
    },
    tells: [
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
    async live(handoff) {
      await handoff.tell(anna, touch());
      await handoff.until(49 * 60);
      await handoff.tell(anna, touch('reached'));
      await handoff.tell(anna, qualify());
    },
    tells: [
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
    async live(handoff) {
      await handoff.tell(anna, touch('reached'));
      await handoff.tell(lead(handoff), reassignTo('clara'));
      await handoff.until(10);
      await handoff.tell(clara, accept);
      await handoff.tell(clara, qualify());
    },
    tells: ['anna transfer', 'accepted', 'touched 1', 'clara reassigned', 'reminded', 'accepted', 'qualified'],
    ending: 'sql',
  },
];
