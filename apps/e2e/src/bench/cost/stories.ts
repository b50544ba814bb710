import type { CommandActor, HandoffCommand } from '@baton/domain';
import { accept, qualify, reach, repOf } from '../lifecycle/handoff-life.ts';

/** A whole handoff: who says what, one after the other, until it has ended. */
export interface Story {
  name: string;
  commands: readonly { command: HandoffCommand; by: (ownerId: string) => CommandActor }[];
}

const person = (id: string, role: CommandActor['roles'][number]): (() => CommandActor) => {
  return () => ({ id, kind: 'person', roles: [role] });
};
const marketer = person('marina', 'marketer');
const arbiter = person('arkady', 'arbiter');

const giveBack: HandoffCommand = {
  type: 'return',
  reason: 'no-budget',
  proof: { kind: 'call-record', reference: 'call-17' },
};
const untilReturned = [accept, reach, giveBack].map((command) => ({ command, by: repOf }));

export const stories: readonly Story[] = [
  { name: 'happy', commands: [accept, reach, qualify].map((command) => ({ command, by: repOf })) },
  {
    name: 'returned',
    commands: [...untilReturned, { command: { type: 'accept-return', lead: 'nurtured' }, by: marketer }],
  },
  {
    name: 'disputed',
    commands: [
      ...untilReturned,
      { command: { type: 'contest-return' }, by: marketer },
      { command: { type: 'decide-dispute', verdict: 'upheld', fault: 'lead' }, by: arbiter },
    ],
  },
];
