import {
  isSamePromise,
  nextDue,
  ticketOf,
  ticketRole,
  type HandoffState,
  type PromiseReference,
  type RecordedStep,
  type Told,
} from '@baton/domain';
import type { StepTaken } from '../record/step-by-step.ts';

/** A person, everybody of a role, or whoever has the role for a team. */
export type Recipient =
  { personId: string } | { role: 'team-lead' | 'head'; teamId: string } | { role: 'marketer' | 'arbiter' | 'ops' };

export const NOTIFICATION_KINDS = [
  'new-lead',
  'lead-answered',
  'reminder',
  'promise-broken',
  'nobody-eligible',
  'returned',
  'contested',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

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
  return after ? taken.flatMap((step) => notificationsOfStep(step, after)) : [];
}

/**
 * Each is told to who had to do with it then. Reminders that were overtaken are not sent.
 * @param after the state that the whole commit leads to, with the clocks that follow from the step
 */
function notificationsOfStep({ recorded, state }: StepTaken, after: HandoffState): NotificationDraft[] {
  const { step } = recorded;
  switch (step.type) {
    case 'assigned':
      return draft(recorded, 'new-lead', [{ personId: step.ownerId }], nextDueOf(after));
    case 'lead-answered':
      return draft(recorded, 'lead-answered', peopleOf(['owner'], state, state.ownerId ?? undefined), nextDueOf(after));
    case 'promise-reminded': {
      if (step.skipped) return [];
      const owing = ticketRole(ticketOf(step.promise, state)) ?? 'owner';
      const facts = { promise: step.promise, ...dueOf(step, state) };
      return draft(recorded, 'reminder', peopleOf([owing], state, step.ownerId), facts);
    }
    case 'promise-broken':
      return draft(
        recorded,
        'promise-broken',
        peopleOf(step.told ?? [], state, step.ownerId),
        breachOf(step, step.dueAt),
      );
    case 'escalated':
      return draft(recorded, 'promise-broken', peopleOf(step.told, state, step.ownerId), breachOf(step));
    case 'nobody-eligible':
      return draft(recorded, 'nobody-eligible', peopleOf(['team-lead'], state), { why: step.why });
    case 'returned':
      return draft(recorded, 'returned', [{ role: 'marketer' }], { reason: step.reason });
    case 'return-contested':
      return draft(recorded, 'contested', [{ role: 'arbiter' }], {});
    default:
      return [];
  }
}

const breachOf = (step: { promise: string; ownerId?: string }, dueAt?: string): Record<string, string> => ({
  promise: step.promise,
  ...(dueAt && { dueAt }),
  ...(step.ownerId && { ownerId: step.ownerId }),
});

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
function peopleOf(told: readonly Told[], { teamId }: HandoffState, ownerId?: string): Recipient[] {
  return told.flatMap((each): Recipient[] => {
    switch (each) {
      case 'owner':
        return ownerId ? [{ personId: ownerId }] : [];
      case 'team-lead':
      case 'head':
        return teamId ? [{ role: each, teamId }] : [];
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
  return running ? { dueAt: running.dueAt } : {};
};
