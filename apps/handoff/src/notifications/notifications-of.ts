import type { HandoffState, HandoffStep, RecordedStep } from '@baton/domain';

/** A message to a person: ids and moments only, so that nothing personal leaves by mail. */
export interface NotificationDraft {
  /** Stable: the same step and recipient never make two. */
  notificationId: string;
  recipient: { personId: string } | { leadOfTeam: string };
  kind: 'new-lead' | 'reminder' | 'promise-broken' | 'nobody-eligible';
  facts: Record<string, string>;
}

/** Whom a step is told to. Reminders that were overtaken are not sent. */
export function notificationsOf(state: HandoffState, { step, version, handoffId }: RecordedStep): NotificationDraft[] {
  const to = (
    recipient: NotificationDraft['recipient'],
    kind: NotificationDraft['kind'],
    facts: Record<string, string>,
  ): NotificationDraft => ({
    notificationId: `${handoffId}/${version}/${'personId' in recipient ? recipient.personId : `lead-of-${recipient.leadOfTeam}`}`,
    recipient,
    kind,
    facts: { handoffId, ...facts },
  });
  const lead = state.teamId ? [{ leadOfTeam: state.teamId }] : [];
  switch (step.type) {
    case 'assigned':
      return [to({ personId: step.ownerId }, 'new-lead', dueOf(state))];
    case 'promise-reminded':
      return step.ownerId && !step.skipped
        ? [to({ personId: step.ownerId }, 'reminder', { promise: step.promise, ...dueOf(state) })]
        : [];
    case 'promise-broken':
      return toldOfBreach(step)
        ? [...(step.ownerId ? [{ personId: step.ownerId }] : []), ...lead].map((recipient) =>
            to(recipient, 'promise-broken', {
              promise: step.promise,
              dueAt: step.dueAt,
              ...(step.ownerId && { ownerId: step.ownerId }),
            }),
          )
        : [];
    case 'nobody-eligible':
      return lead.map((recipient) => to(recipient, 'nobody-eligible', { why: step.why }));
    default:
      return [];
  }
}

/** The lead's own clock of the first contact runs beside the owner's: one message about the same lateness is enough. */
const toldOfBreach = (step: HandoffStep & { type: 'promise-broken' }): boolean =>
  !(step.clock === 'lead' && step.promise === 'first-contact');

const dueOf = (state: HandoffState): Record<string, string> => {
  const acceptance = state.promises.find(({ promise }) => promise === 'acceptance' || promise === 'first-contact');
  return acceptance ? { dueAt: acceptance.dueAt } : {};
};
