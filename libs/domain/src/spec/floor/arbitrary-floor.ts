import fc from 'fast-check';
import { reassignmentOptions } from '../../agreement/agreement.ts';
import type { ReassignmentOption } from '../../agreement/agreement.ts';
import type { HandoffCommand } from '../../handoff/commands.ts';
import { call, qualify, recording } from '../sample-commands.ts';

/** What changes about a person. */
export const staffChanges = [
  'leaves',
  'joins',
  'becomes-closer',
  'becomes-rep',
  'becomes-both',
  'moves-north',
  'moves-to-sales',
  'is-away-for-an-hour',
  'is-away-for-days',
  'has-a-cap',
  'has-no-cap',
] as const;
export type StaffChange = (typeof staffChanges)[number];

/** A number that selects one of the open leads. */
type Pick = number;

/** A command that needs an owner's details, filled in when it is given. */
export type OwnerCommand = HandoffCommand | { type: 'next-step-in'; hours: number } | { type: 'void-last-touch' };

export type FloorEvent =
  | { kind: 'arrival'; score: number; company?: string; language?: string; segment?: string; minutesAgo: number }
  | { kind: 'time'; minutes: number }
  /** To the next deadline, exactly. */
  | { kind: 'deadline' }
  /** A person does what they owe: accepts a lead, or touches it. A lead can arrive before the queue is released. */
  | { kind: 'work'; person: string; outcome: 'reached' | 'no-answer'; isOvertaken: boolean }
  | { kind: 'owner'; person: string; pick: Pick; command: OwnerCommand }
  | { kind: 'colleague-takes-call'; person: string; pick: Pick }
  | { kind: 'other'; by: 'team-lead' | 'marketer' | 'arbiter' | 'system'; pick: Pick; command: HandoffCommand }
  | { kind: 'hand-over'; pick: Pick; to: string }
  | { kind: 'staff'; person: string; change: StaffChange };

export interface FloorStory {
  slots: number;
  reassign: ReassignmentOption;
  events: FloorEvent[];
}

export const floorPeople = ['anna', 'boris', 'clara', 'dina', 'kirill', 'nina', 'oleg'] as const;
const person = fc.constantFrom(...floorPeople);
const pick = fc.nat(30);
const evidence = recording;

const arrival = fc
  .record({
    score: fc.integer({ min: 1, max: 5 }).map((tens) => tens * 10),
    company: fc.constantFrom(undefined, undefined, undefined, 'acme.example'),
    language: fc.constantFrom(undefined, undefined, undefined, 'de'),
    segment: fc.constantFrom(undefined, undefined, 'north'),
    minutesAgo: fc.constantFrom(0, 0, 0, 3, 20),
  })
  .map(({ score, minutesAgo, company, language, segment }) => ({
    kind: 'arrival' as const,
    score,
    minutesAgo,
    ...(company !== undefined && { company }),
    ...(language !== undefined && { language }),
    ...(segment !== undefined && { segment }),
  }));

const ownerCommand = fc.constantFrom<OwnerCommand>(
  { type: 'open' },
  { type: 'accept' },
  { type: 'decline', reason: 'capacity' },
  { type: 'decline', reason: 'conflict' },
  { type: 'decline', reason: 'routing', toTeamId: 'north' },
  call('wrong-number', { correctsContact: true }),
  call('sent', { channel: 'email', evidence: { kind: 'message-id', reference: 'message-1' } }),
  qualify(),
  qualify('kirill'),
  { type: 'return', reason: 'bot', proof: { kind: 'note' } },
  { type: 'return', reason: 'no-budget', proof: { kind: 'call-record', reference: 'call-1' } },
  { type: 'close-unreachable' },
  { type: 'next-step-in', hours: 2 },
  { type: 'next-step-in', hours: 72 },
  { type: 'void-last-touch' },
);

const otherCommand = fc.constantFrom<Extract<FloorEvent, { kind: 'other' }>>(
  { kind: 'other', by: 'team-lead', pick: 0, command: { type: 'reassign' } },
  { kind: 'other', by: 'team-lead', pick: 0, command: { type: 'reassign', toTeamId: 'north' } },
  { kind: 'other', by: 'team-lead', pick: 0, command: { type: 'return', reason: 'bot', proof: { kind: 'note' } } },
  { kind: 'other', by: 'marketer', pick: 0, command: { type: 'accept-return', disposition: 'nurtured' } },
  {
    kind: 'other',
    by: 'marketer',
    pick: 0,
    command: { type: 'accept-return', disposition: 'rerouted', toTeamId: 'north' },
  },
  { kind: 'other', by: 'marketer', pick: 0, command: { type: 'contest-return' } },
  { kind: 'other', by: 'arbiter', pick: 0, command: { type: 'decide-dispute', verdict: 'upheld', fault: 'lead' } },
  { kind: 'other', by: 'arbiter', pick: 0, command: { type: 'decide-dispute', verdict: 'overturned', fault: 'sales' } },
  { kind: 'other', by: 'system', pick: 0, command: { type: 'add-signal', signalId: '', signal: 'demo' } },
  { kind: 'other', by: 'system', pick: 0, command: { type: 'add-signal', signalId: '', signal: 'content' } },
  { kind: 'other', by: 'system', pick: 0, command: { type: 'lead-replied', channel: 'email', evidence } },
  { kind: 'other', by: 'system', pick: 0, command: { type: 'opt-out', evidence } },
  { kind: 'other', by: 'system', pick: 0, command: { type: 'close-erased' } },
);

const anyFloorEvent: fc.Arbitrary<FloorEvent> = fc.oneof(
  { weight: 6, arbitrary: arrival },
  {
    weight: 4,
    arbitrary: fc.constantFrom(1, 5, 14, 15, 16, 60, 300, 900).map((minutes) => ({ kind: 'time' as const, minutes })),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'deadline' as const }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('work' as const),
      person,
      outcome: fc.constantFrom<'reached' | 'no-answer'>('reached', 'no-answer'),
      isOvertaken: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('owner' as const), person, pick, command: ownerCommand }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('colleague-takes-call' as const), person, pick }) },
  { weight: 5, arbitrary: fc.tuple(otherCommand, pick).map(([other, chosen]) => ({ ...other, pick: chosen })) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hand-over' as const), pick, to: person }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('staff' as const), person, change: fc.constantFrom(...staffChanges) }),
  },
);

/** A floor of two teams with their queues, and what happens on it. */
export const anyFloorStory: fc.Arbitrary<FloorStory> = fc.record({
  slots: fc.constantFrom(1, 1, 1, 2),
  reassign: fc.constantFrom(...reassignmentOptions),
  events: fc.array(anyFloorEvent, { minLength: 1, maxLength: 40, size: 'max' }),
});
