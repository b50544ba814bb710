import { isSamePromise, nextDuePromise, ticketForPromise, ticketRole } from '@baton/domain';
import type {
  HandoffState,
  NotifyTarget,
  PromiseName,
  PromiseReference,
  RecordedStep,
  RunningPromise,
} from '@baton/domain';
import type { NotificationKind } from '@baton/wording';
import type { StepWithState } from '../handoff-row/step-states.ts';
import type { Recipient } from './recipient.ts';

/** A message to a person: ids and moments only, so that nothing personal leaves by mail. */
export interface NotificationDraft {
  /** The same for everything that the step tells; with the person, the id of what they are told. */
  stepId: string;
  recipient: Recipient;
  kind: NotificationKind;
  facts: Record<string, string> & { handoffId: string };
}

/** Whom the steps of a commit are told to. */
export function notificationsForSteps(steps: readonly StepWithState[]): NotificationDraft[] {
  const after = steps.at(-1)?.state;
  if (!after) return [];
  const recordedSteps = steps.map(({ recorded }) => recorded);
  return steps.flatMap((step) => notificationsForStep(step, { steps: recordedSteps, after }));
}

/** All that is decided together with a step. */
interface Commit {
  steps: readonly RecordedStep[];
  /** The state that the whole of it leads to, with the clocks that follow from the step. */
  after: HandoffState;
}

/** Each is told to who had to do with it then. Reminders that were overtaken are not sent. */
function notificationsForStep({ recorded, state }: StepWithState, commit: Commit): NotificationDraft[] {
  const { step } = recorded;
  const { after } = commit;
  // The very first clock can run out before the lead has come to any team.
  const people = (targets: readonly NotifyTarget[], ownerId?: string | null): Recipient[] =>
    recipientsOf(targets, state.teamId ?? after.teamId, ownerId);
  switch (step.type) {
    case 'assigned':
      // Who answers the lead's own call has it in hand already.
      if (step.routing.basis === 'inbound-call') return [];
      return draftsFor(recorded, 'new-lead', [{ personId: step.ownerId }], nextDueFacts(after));
    case 'lead-replied': {
      const owed = ownerPromise(after, 'reply-to-lead');
      return owed ? draftsFor(recorded, 'lead-replied', people(['owner'], state.ownerId), dueAtFacts(owed)) : [];
    }
    case 'signal-added': {
      const owed = ownerPromise(after, 'first-contact', 'sql-contact');
      return owed ? draftsFor(recorded, 'new-signal', people(['owner'], state.ownerId), dueAtFacts(owed)) : [];
    }
    case 'promise-reminder-due': {
      if (step.skipped) return [];
      const facts = { promise: step.promise, ...promiseDueFacts(step, state) };
      return draftsFor(recorded, 'reminder', people([whoOwes(step.promise, state)], step.ownerId), facts);
    }
    case 'promise-broken': {
      const targets = breachTargets(step.notified ?? [], step.promise, state);
      const facts = {
        ...breachFacts(step, state, commit),
        dueAt: step.dueAt,
        ...keptLateFacts(recorded, step, commit),
      };
      return draftsFor(recorded, 'promise-broken', people(targets, step.ownerId), facts);
    }
    case 'escalated': {
      const targets = breachTargets(step.notified, step.promise, state);
      return draftsFor(recorded, 'promise-broken', people(targets, step.ownerId), breachFacts(step, state, commit));
    }
    case 'nobody-eligible':
      return draftsFor(recorded, 'nobody-eligible', people(['team-lead']), { reason: step.reason });
    case 'returned':
      return draftsFor(recorded, 'returned', people(['marketer']), { reason: step.reason });
    case 'return-held':
      return draftsFor(recorded, 'return-held', people([state.ownerId ? 'owner' : 'team-lead'], state.ownerId), {});
    case 'return-contested':
      return draftsFor(recorded, 'return-contested', people(['arbiter']), {});
    default:
      return [];
  }
}

/** The owner of the lead, or the role of marketing or the arbiter. */
const whoOwes = (promise: PromiseName, state: HandoffState): NotifyTarget =>
  ticketRole(ticketForPromise(promise, state)) ?? 'owner';

/** On a ladder `owner` is whoever owes the promise. */
const breachTargets = (targets: readonly NotifyTarget[], promise: PromiseName, state: HandoffState): NotifyTarget[] => [
  ...new Set(targets.map((each) => (each === 'owner' ? whoOwes(promise, state) : each))),
];

/** With the ticket only where it stays open: what ends the breach in the same breath closes it too. */
function breachFacts(
  { promise, ownerId }: { promise: PromiseName; ownerId?: string },
  state: HandoffState,
  { after }: Commit,
): Record<string, string> {
  const ticket = ticketForPromise(promise, state);
  return { promise, ...(ownerId && { ownerId }), ...(after.tickets.includes(ticket) && { ticket }) };
}

/** A promise that is kept late breaks and is kept in one commit. */
function keptLateFacts({ version }: RecordedStep, broken: PromiseReference, { steps }: Commit): Record<string, string> {
  const isKept = steps.some(
    (later) => later.version > version && later.step.type === 'promise-kept' && isSamePromise(later.step, broken),
  );
  return isKept ? { kept: 'late' } : {};
}

function draftsFor(
  { version, handoffId }: RecordedStep,
  kind: NotificationKind,
  recipients: Recipient[],
  facts: Record<string, string>,
): NotificationDraft[] {
  return recipients.map((recipient) => ({
    stepId: `${handoffId}/${version}`,
    recipient,
    kind,
    facts: { handoffId, ...facts },
  }));
}

/** The rungs of a ladder name roles; who that is, is looked up when the message is written. */
function recipientsOf(targets: readonly NotifyTarget[], teamId: string | null, ownerId?: string | null): Recipient[] {
  return targets.flatMap((each): Recipient[] => {
    switch (each) {
      case 'owner':
        return ownerId ? [{ personId: ownerId }] : [];
      case 'team-lead':
      case 'head':
        return [{ role: each, teamId }];
      case 'marketer':
      case 'arbiter':
      case 'ops':
        return [{ role: each }];
    }
  });
}

/** Of whatever is due first. */
const nextDueFacts = (state: HandoffState): Record<string, string> => {
  const due = nextDuePromise(state);
  return due ? { dueAt: due.dueAt } : {};
};

/** Of this promise, however much else is due before it. */
const promiseDueFacts = (promise: PromiseReference, { promises }: HandoffState): Record<string, string> => {
  const running = promises.find((each) => isSamePromise(each, promise));
  return running ? dueAtFacts(running) : {};
};

/** What is broken already is due at once. */
const dueAtFacts = ({ dueAt, broken }: RunningPromise): Record<string, string> => (broken ? {} : { dueAt });

/** What the owner owes the lead of these; nothing where the lead was given back, or nobody has it. */
const ownerPromise = ({ promises }: HandoffState, ...names: PromiseName[]): RunningPromise | undefined =>
  promises.find(({ promise, clock }) => clock === 'owner' && names.includes(promise));
