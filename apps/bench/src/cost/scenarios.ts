import type { CommandActor, HandoffCommand } from '@baton/domain';
import { accept, qualify, reachedTouch, repActor } from '../lifecycle/handoff-lifecycle.ts';

/** The commands of a whole handoff, each with its actor. */
export interface Scenario {
  name: string;
  commands: readonly { command: HandoffCommand; by: (ownerId: string) => CommandActor }[];
}

const person = (id: string, role: CommandActor['roles'][number]): (() => CommandActor) => {
  return () => ({ id, kind: 'person', roles: [role] });
};
const marketer = person('marina', 'marketer');
const arbiter = person('arkady', 'arbiter');

const returnLead: HandoffCommand = {
  type: 'return',
  reason: 'no-budget',
  proof: { kind: 'call-record', reference: 'call-17' },
};
const untilReturned = [accept, reachedTouch, returnLead].map((command) => ({ command, by: repActor }));

export const scenarios: readonly Scenario[] = [
  { name: 'happy', commands: [accept, reachedTouch, qualify].map((command) => ({ command, by: repActor })) },
  {
    name: 'returned',
    commands: [...untilReturned, { command: { type: 'accept-return', disposition: 'nurtured' }, by: marketer }],
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
