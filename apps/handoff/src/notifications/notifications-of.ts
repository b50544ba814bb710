import { isSamePromise, nextDue, ticketOf, ticketRole } from '@baton/domain';
import type { HandoffState, PromiseName, PromiseReference, RecordedStep, RunningPromise, Told } from '@baton/domain';
import type { StepTaken } from '../record/step-by-step.ts';

/** A person, everybody of a role, or whoever has the role for a team. */
export type Recipient =
  | { personId: string }
  | { role: 'team-lead' | 'head'; teamId: string | null }
  | { role: 'marketer' | 'arbiter' | 'ops' };

export const notificationKinds = [
  'new-lead',
  'lead-answered',
  'lead-came-again',
  'reminder',
  'promise-broken',
  'nobody-eligible',
  'returned',
  'return-held',
  'contested',
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** A message to a person: ids and moments only, so that nothing personal leaves by mail. */
export interface NotificationDraft {
  /** The same for everything that the step tells; with the person, the id of what they are told. */
  about: string;
  recipient: Recipient;
  kind: NotificationKind;
  facts: Record<string, string> & { handoffId: string };
}

/** Whom the steps of a commit are told to. */
export function notificationsOf(taken: readonly StepTaken[]): NotificationDraft[] {
  const after = taken.at(-1)?.state;
  if (!after) return [];
  const steps = taken.map(({ recorded }) => recorded);
  return taken.flatMap((step) => notificationsOfStep(step, { steps, after }));
}

/** All that is decided together with a step. */
interface Commit {
  steps: readonly RecordedStep[];
  /** The state that the whole of it leads to, with the clocks that follow from the step. */
  after: HandoffState;
}

/** Each is told to who had to do with it then. Reminders that were overtaken are not sent. */
function notificationsOfStep({ recorded, state }: StepTaken, commit: Commit): NotificationDraft[] {
  const { step } = recorded;
  const { after } = commit;
  // The very first clock can run out before the lead has come to any team.
  const people = (told: readonly Told[], ownerId?: string | null): Recipient[] =>
    peopleOf(told, state.teamId ?? after.teamId, ownerId);
  switch (step.type) {
    case 'assigned':
      // Who answers the lead's own call has it in hand already.
      if (step.routing.rule === 'answered') return [];
      return draft(recorded, 'new-lead', [{ personId: step.ownerId }], nextDueOf(after));
    case 'lead-answered': {
      const owed = ownersPromise(after, 'answer');
      return owed ? draft(recorded, 'lead-answered', people(['owner'], state.ownerId), dueAtOf(owed)) : [];
    }
    case 'signal-added': {
      const owed = ownersPromise(after, 'first-contact', 'sql-contact');
      return owed ? draft(recorded, 'lead-came-again', people(['owner'], state.ownerId), dueAtOf(owed)) : [];
    }
    case 'promise-reminded': {
      if (step.skipped) return [];
      const facts = { promise: step.promise, ...dueOf(step, state) };
      return draft(recorded, 'reminder', people([whoOwes(step.promise, state)], step.ownerId), facts);
    }
    case 'promise-broken': {
      const told = toldOfBreach(step.told ?? [], step.promise, state);
      const facts = { ...breachOf(step, state, commit), dueAt: step.dueAt, ...keptLate(recorded, step, commit) };
      return draft(recorded, 'promise-broken', people(told, step.ownerId), facts);
    }
    case 'escalated': {
      const told = toldOfBreach(step.told, step.promise, state);
      return draft(recorded, 'promise-broken', people(told, step.ownerId), breachOf(step, state, commit));
    }
    case 'nobody-eligible':
      return draft(recorded, 'nobody-eligible', people(['team-lead']), { why: step.why });
    case 'returned':
      return draft(recorded, 'returned', people(['marketer']), { reason: step.reason });
    case 'return-held':
      return draft(recorded, 'return-held', people([state.ownerId ? 'owner' : 'team-lead'], state.ownerId), {});
    case 'return-contested':
      return draft(recorded, 'contested', people(['arbiter']), {});
    default:
      return [];
  }
}

/** The owner of the lead, or the role of marketing or the arbiter. */
const whoOwes = (promise: PromiseName, state: HandoffState): Told => ticketRole(ticketOf(promise, state)) ?? 'owner';

/** On a ladder `owner` is whoever owes the promise. */
const toldOfBreach = (told: readonly Told[], promise: PromiseName, state: HandoffState): Told[] => [
  ...new Set(told.map((each) => (each === 'owner' ? whoOwes(promise, state) : each))),
];

/** With the ticket only where it stays open: what ends the breach in the same breath closes it too. */
function breachOf(
  { promise, ownerId }: { promise: PromiseName; ownerId?: string },
  state: HandoffState,
  { after }: Commit,
): Record<string, string> {
  const ticket = ticketOf(promise, state);
  return { promise, ...(ownerId && { ownerId }), ...(after.tickets.includes(ticket) && { ticket }) };
}

/** A promise that is kept late breaks and is kept in one commit. */
function keptLate({ version }: RecordedStep, broken: PromiseReference, { steps }: Commit): Record<string, string> {
  const isKept = steps.some(
    (later) => later.version > version && later.step.type === 'promise-kept' && isSamePromise(later.step, broken),
  );
  return isKept ? { kept: 'late' } : {};
}

function draft(
  { version, handoffId }: RecordedStep,
  kind: NotificationKind,
  recipients: Recipient[],
  facts: Record<string, string>,
): NotificationDraft[] {
  return recipients.map((recipient) => ({
    about: `${handoffId}/${version}`,
    recipient,
    kind,
    facts: { handoffId, ...facts },
  }));
}

/** The rungs of a ladder name roles; who that is, is looked up when the message is written. */
function peopleOf(told: readonly Told[], teamId: string | null, ownerId?: string | null): Recipient[] {
  return told.flatMap((each): Recipient[] => {
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
const nextDueOf = (state: HandoffState): Record<string, string> => {
  const due = nextDue(state);
  return due ? { dueAt: due.dueAt } : {};
};

/** Of this promise, however much else is due before it. */
const dueOf = (promise: PromiseReference, { promises }: HandoffState): Record<string, string> => {
  const running = promises.find((each) => isSamePromise(each, promise));
  return running ? dueAtOf(running) : {};
};

/** What is broken already is due at once. */
const dueAtOf = ({ dueAt, broken }: RunningPromise): Record<string, string> => (broken ? {} : { dueAt });

/** What the owner owes the lead of these; nothing where the lead was given back, or nobody has it. */
const ownersPromise = ({ promises }: HandoffState, ...names: PromiseName[]): RunningPromise | undefined =>
  promises.find(({ promise, clock }) => clock === 'owner' && names.includes(promise));
