import fc from 'fast-check';
import { promiseNames, reassignmentOptions } from '../agreement/agreement.ts';
import type { Agreement, PromiseName } from '../agreement/agreement.ts';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import type { CommandActor, HandoffCommand } from '../handoff/commands.ts';
import { evidenceKinds } from '../handoff/evidence.ts';
import type { Evidence, QualifyingAnswer } from '../handoff/evidence.ts';
import { declineReasons } from '../handoff/steps.ts';
import { touchChannels } from '../handoff/touches.ts';
import { DAY, HOUR, MINUTE } from '../time/units.ts';
import { countingModes } from '../time/working-calendar.ts';
import { automaticReply, call, qualify } from './sample-commands.ts';
import { arbiter, at, marketer, rep, teamLead, telephony } from './simulated-handoff.ts';

export type LifecycleEvent =
  /** A command, executed `delay` after its receipt. Deadlines in between can be handled first. */
  | { kind: 'command'; by: 'owner' | CommandActor; command: HandoffCommand; after: number; delay: number }
  /** Time passes, and the worker handles each deadline `lateBy` too late. */
  | { kind: 'time'; after: number; lateBy: number }
  /** A person joins the team or leaves it. */
  | { kind: 'team'; personId: string; active: boolean };

export interface Lifecycle {
  team: string[];
  promises: Agreement['promises'];
  signalLeadTimeMilliseconds: number;
  events: LifecycleEvent[];
}

const people = ['anna', 'boris', 'clara', 'dina', 'egor'];

const evidence = fc
  .constantFrom(...evidenceKinds)
  .map((kind): Evidence => (kind === 'note' ? { kind } : { kind, reference: 'trace-1' }));
const answers: fc.Arbitrary<QualifyingAnswer[]> = fc.array(
  fc.record({
    question: fc.constantFrom('need', 'decision-maker', 'budget'),
    answer: fc.constantFrom('yes', 'yes', 'yes', 'no'),
    evidence,
  }),
  { maxLength: 4 },
);
const touch = fc.record({
  type: fc.constant('touch' as const),
  channel: fc.constantFrom(...touchChannels),
  direction: fc.constantFrom('outbound', 'outbound', 'outbound', 'inbound'),
  outcome: fc.constantFrom(
    'no-answer',
    'no-answer',
    'no-answer',
    'voicemail',
    'busy',
    'sent',
    'wrong-number',
    'reached',
  ),
  evidence,
});

/** A touch reported later with evidence, possibly by a previous owner or by a system. */
const lateEvidence = fc
  .record({
    command: touch,
    minutes: fc.integer({ min: 0, max: 90 }),
    by: fc.constantFrom(...people),
    isVerified: fc.boolean(),
  })
  .map(({ command, minutes, by, isVerified }) => ({
    by: { ...(by === 'egor' ? teamLead : rep(by)), ...(isVerified && { via: 'integration:telephony' }) },
    command: { ...command, madeAt: at('10:00', minutes / 1440) },
  }));

/** Commands of people and systems other than the owner. */
const others: fc.Arbitrary<{ by: CommandActor; command: HandoffCommand }> = fc.oneof(
  fc
    .constantFrom<HandoffCommand>(
      { type: 'lead-replied', channel: 'email', evidence: { kind: 'message-id', reference: 'trace-1' } },
      automaticReply,
      { ...call('sent', { channel: 'email' }), automatic: true },
      { type: 'add-signal', signalId: 's2', signal: 'demo' },
      { type: 'add-signal', signalId: 's3', signal: 'content' },
      { type: 'correct-contact', contactMethod: 'phone' },
      { type: 'hold-return' },
      { type: 'retry-routing' },
    )
    .map((command) => ({ by: telephony, command })),
  fc
    .constantFrom<HandoffCommand>(
      { type: 'accept-return', disposition: 'rejected' },
      { type: 'contest-return' },
      { type: 'contest-return' },
      { type: 'opt-out', evidence: { kind: 'message-id', reference: 'trace-1' } },
    )
    .map((command) => ({ by: marketer, command })),
  fc
    .constantFrom<HandoffCommand>(
      { type: 'decide-dispute', verdict: 'upheld', fault: 'lead' },
      { type: 'decide-dispute', verdict: 'overturned', fault: 'sales' },
    )
    .map((command) => ({ by: arbiter, command })),
  fc
    .constantFrom<HandoffCommand>({ type: 'reassign' }, { type: 'return', reason: 'bot', proof: { kind: 'note' } })
    .map((command) => ({ by: teamLead, command })),
  lateEvidence,
);

const anyCommand = fc.oneof<fc.MaybeWeightedArbitrary<HandoffCommand>[]>(
  { weight: 6, arbitrary: touch },
  { weight: 2, arbitrary: fc.constant({ type: 'open' }) },
  { weight: 3, arbitrary: fc.constant({ type: 'accept' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('decline' as const),
      reason: fc.constantFrom(...declineReasons),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'note', textId: 'text-1' }) },
  { weight: 1, arbitrary: answers.map((given) => ({ type: 'qualify', answers: given })) },
  { weight: 1, arbitrary: fc.constant(qualify()) },
  {
    weight: 1,
    arbitrary: answers.map((given) => ({ type: 'return', reason: 'bot', proof: { kind: 'note' }, answers: given })),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'close-unreachable' }) },
  { weight: 1, arbitrary: fc.constant(qualify('kirill')) },
  { weight: 1, arbitrary: answers.map((given) => ({ type: 'answer-questions', answers: given })) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 60 }).map((touchVersion) => ({ type: 'void-touch', touchVersion })),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('agree-next-step' as const),
      nextStepAt: fc.integer({ min: 0, max: 400 }).map((hours) => at('10:00', hours / 24)),
      evidence,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('postpone' as const),
      until: fc.integer({ min: 0, max: 400 }).map((days) => at('10:00', days)),
      evidence,
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom(...people).map((toPersonId) => ({ type: 'reassign', toPersonId })) },
);

/** Mostly minutes, sometimes hours or days, and times that hit a deadline exactly. */
const span = fc.oneof(
  fc.integer({ min: 0, max: 20 * MINUTE }),
  fc.integer({ min: 0, max: 20 }).map((minutes) => minutes * MINUTE),
  fc.constantFrom(7.5 * MINUTE, 12 * MINUTE, 15 * MINUTE, HOUR, DAY),
);
const late = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: span });

const anyEvent: fc.Arbitrary<LifecycleEvent> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      by: fc.oneof(
        { weight: 6, arbitrary: fc.constant('owner' as const) },
        { weight: 2, arbitrary: fc.constant(teamLead) },
        { weight: 1, arbitrary: fc.constantFrom(...people).map(rep) },
      ),
      command: anyCommand,
      after: span,
      delay: late,
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(others, span, late)
      .map(([given, after, delay]) => ({ kind: 'command' as const, ...given, after, delay })),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('time' as const), after: span, lateBy: late }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('team' as const),
      personId: fc.constantFrom(...people),
      active: fc.boolean(),
    }),
  },
);

const within = fc.constantFrom('PT0S', 'PT0.01S', 'PT2S', 'PT15M', 'PT1H', 'PT48H');
const remindAt = fc.constantFrom<number[]>([], [0.5, 0.8], [0.5, 0.5001], [0, 1]);
const { ladder } = defaultAgreement.promises.touches;
const terms = fc.record({
  within,
  counted: fc.constantFrom(...countingModes),
  remindAtShares: remindAt,
  ladder: fc.constantFrom([], ladder),
});
const reassignment = fc.record({ reassign: fc.constantFrom(...reassignmentOptions), idleAfter: fc.constant('PT15M') });
const anyPromises: fc.Arbitrary<Agreement['promises']> = fc.oneof(
  fc.constant(defaultAgreement.promises),
  fc
    .tuple(
      fc.record(Object.fromEntries(promiseNames.map((name) => [name, terms])) as Record<PromiseName, typeof terms>),
      reassignment,
    )
    .map(([promises, reassigned]) => ({
      ...promises,
      'first-contact': { ...promises['first-contact'], ...reassigned },
    })),
);

export const anyLifecycle: fc.Arbitrary<Lifecycle> = fc.record({
  team: fc.subarray(people),
  promises: anyPromises,
  signalLeadTimeMilliseconds: late,
  events: fc.array(anyEvent, { minLength: 1, maxLength: 25 }),
});
