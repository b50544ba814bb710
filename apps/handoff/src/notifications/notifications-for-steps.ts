import {
  isDirectSignal,
  isOwedByQueue,
  isOwedByTeam,
  isOwnedBySales,
  isSamePromise,
  nextDuePromise,
  ownersAt,
  ticketForPromise,
  ticketRole,
} from '@baton/domain';
import type {
  HandoffState,
  NotifyTarget,
  PromiseName,
  PromiseReference,
  RecordedStep,
  RoutingDecision,
  RunningPromise,
} from '@baton/domain';
import type { NotificationKind } from '@baton/wording';
import type { StepWithState } from '../handoff-row/step-states.ts';
import type { Recipient } from './recipient.ts';

/** A notification before its recipients are looked up. Holds only ids and moments, so that no personal data leaves by mail. */
export interface NotificationDraft {
  /** Shared by all notifications about a step; together with the recipient it is the notification's id. */
  stepId: string;
  recipient: Recipient;
  kind: NotificationKind;
  facts: Record<string, string>;
}

/** The notifications that the steps of a commit cause. */
export function notificationsForSteps(steps: readonly StepWithState[]): NotificationDraft[] {
  const after = steps.at(-1)?.state;
  if (!after) return [];
  const recordedSteps = steps.map(({ recorded }) => recorded);
  return steps.flatMap((step) => notificationsForStep(step, { steps: recordedSteps, after }));
}

/** All steps that are committed together. */
interface Commit {
  steps: readonly RecordedStep[];
  /** The state after all of them, including the promises that they start. */
  after: HandoffState;
}

/** Notifies the people concerned at the time of the step. Skipped reminders are not sent. */
function notificationsForStep({ recorded, state }: StepWithState, commit: Commit): NotificationDraft[] {
  const { step } = recorded;
  const { after } = commit;
  // The transfer promise can break before the lead has a team.
  const people = (targets: readonly NotifyTarget[], ownerId?: string | null): Recipient[] =>
    recipientsOf(targets, state.teamId ?? after.teamId, ownerId);
  switch (step.type) {
    case 'assigned':
      // The person who took the lead's call already knows.
      if (step.routing.basis === 'inbound-call') return [];
      return draftsFor(recorded, assignedKind(step.routing), [{ personId: step.ownerId }], nextDueFacts(after));
    case 'touched': {
      const isColleagues = step.direction === 'inbound' && recorded.actor.id !== state.ownerId;
      const owner = isColleagues && isOwnedBySales(state) ? people(['owner'], state.ownerId) : [];
      return draftsFor(recorded, 'call-taken', owner, { takenBy: recorded.actor.id });
    }
    case 'lead-replied': {
      const promise = ownerPromise(after, 'reply-to-lead');
      return promise ? draftsFor(recorded, 'lead-replied', people(['owner'], state.ownerId), dueAtFacts(promise)) : [];
    }
    case 'signal-added': {
      if (!isDirectSignal(step.signal)) {
        const owner = isOwnedBySales(state) ? people(['owner'], state.ownerId) : [];
        return draftsFor(recorded, 'indirect-signal', owner, { signal: step.signal });
      }
      const promise = ownerPromise(after, 'first-contact', 'sql-contact');
      return promise ? draftsFor(recorded, 'new-signal', people(['owner'], state.ownerId), dueAtFacts(promise)) : [];
    }
    case 'promise-reminder-due': {
      if (step.skipped) return [];
      const facts = { promise: step.promise, ...promiseDueFacts(step, state) };
      return draftsFor(recorded, 'reminder', people([responsibleFor(step, state)], step.ownerId), facts);
    }
    case 'promise-broken': {
      // Late leads of one queue share the message of their ticket.
      if (isOwedByTeam(step)) return [];
      const targets = breachTargets(step.notified ?? [], step, state);
      const facts = {
        ...breachFacts(step, state, commit),
        dueAt: step.dueAt,
        ...keptLateFacts(recorded, step, commit),
      };
      return draftsFor(recorded, 'promise-broken', people(targets, step.ownerId), facts);
    }
    case 'escalated': {
      if (isOwedByQueue(step, state)) return [];
      const targets = breachTargets(step.notified, step, state);
      return draftsFor(recorded, 'promise-broken', people(targets, step.ownerId), breachFacts(step, state, commit));
    }
    case 'ticket-opened': {
      const { reason } = state.pendingAssignment ?? {};
      if (step.ticket !== 'nobody-eligible' || reason === undefined) return [];
      return draftsFor(recorded, 'nobody-eligible', people(['team-lead']), { reason });
    }
    case 'rerouted':
      return draftsFor(recorded, 'lead-rerouted', recipientsOf(['team-lead'], step.teamId), { reason: step.reason });
    case 'returned':
      return draftsFor(recorded, 'returned', people(['marketer']), { reason: step.reason });
    case 'return-held':
      return draftsFor(recorded, 'return-held', people([state.ownerId ? 'owner' : 'team-lead'], state.ownerId), {});
    case 'return-contested':
      return draftsFor(recorded, 'return-contested', people(['arbiter']), {});
    case 'return-accepted': {
      const facts = { ...returnReasonFacts(state), disposition: step.disposition };
      return draftsFor(recorded, 'return-accepted', people(['owner', 'marketer'], state.ownerId), facts);
    }
    case 'dispute-decided': {
      const facts = { ...returnReasonFacts(state), verdict: step.verdict, fault: step.fault };
      return draftsFor(recorded, 'return-decided', people(['owner', 'marketer'], state.ownerId), facts);
    }
    case 'outcome-recorded': {
      // Nobody waits for the outcomes of imported history.
      if (state.ending === 'imported') return [];
      const owners: Recipient[] = ownersOfSql(state).map((personId) => ({ personId }));
      return draftsFor(recorded, 'outcome-recorded', [...owners, ...people(['marketer'])], { outcome: step.outcome });
    }
    default:
      return [];
  }
}

/** Only the person who postponed the lead reads that it is back; a deputy or another rep reads of a new lead. */
const assignedKind = (routing: RoutingDecision): NotificationKind =>
  routing.basis === 'agreement' && routing.knownOwner?.knownBy === 'postponed' && routing.reason === 'known-owner'
    ? 'lead-came-back'
    : 'new-lead';

/** Who owes the promise: the lead's owner, the marketer or the arbiter. */
const responsibleFor = (promise: PromiseReference, state: HandoffState): NotifyTarget =>
  ticketRole(ticketForPromise(promise, state)) ?? 'owner';

/** On a ladder, `owner` means the person or role who owes the promise. */
const breachTargets = (
  targets: readonly NotifyTarget[],
  promise: PromiseReference,
  state: HandoffState,
): NotifyTarget[] => [...new Set(targets.map((each) => (each === 'owner' ? responsibleFor(promise, state) : each)))];

/** Names the ticket only if it stays open: a later step of the same commit may close it. */
function breachFacts(
  { promise, clock, ownerId }: PromiseReference & { ownerId?: string },
  state: HandoffState,
  { after }: Commit,
): Record<string, string> {
  const ticket = ticketForPromise({ promise, clock }, state);
  return { promise, ...(ownerId && { ownerId }), ...(after.tickets.includes(ticket) && { ticket }) };
}

/** A promise that is kept late is broken and kept in the same commit. */
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

/** Ladders name roles; the people are looked up when the notification is written. */
export function recipientsOf(
  targets: readonly NotifyTarget[],
  teamId: string | null,
  ownerId?: string | null,
): Recipient[] {
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

/** The due moment of the promise that is due first. */
const nextDueFacts = (state: HandoffState): Record<string, string> => {
  const due = nextDuePromise(state);
  return due ? { dueAt: due.dueAt } : {};
};

/** The due moment of this promise, even if others are due earlier. */
const promiseDueFacts = (promise: PromiseReference, { promises }: HandoffState): Record<string, string> => {
  const running = promises.find((each) => isSamePromise(each, promise));
  return running ? dueAtFacts(running) : {};
};

/** A broken promise has no due moment to show. */
const dueAtFacts = ({ dueAt, broken }: RunningPromise): Record<string, string> => (broken ? {} : { dueAt });

/** The first of these promises that runs for the owner; none if the lead was returned or has no owner. */
const ownerPromise = ({ promises }: HandoffState, ...names: PromiseName[]): RunningPromise | undefined =>
  promises.find(({ promise, clock }) => clock === 'owner' && names.includes(promise));

/** The rep who made the lead an SQL, and the closer who has it. */
const ownersOfSql = (state: HandoffState): string[] => [
  ...new Set([
    ...(state.sqlAt === undefined ? [] : ownersAt(state, state.sqlAt)),
    ...(state.ownerId === null ? [] : [state.ownerId]),
  ]),
];

const returnReasonFacts = ({ returnReason }: HandoffState): Record<string, string> =>
  returnReason === undefined ? {} : { reason: returnReason };
