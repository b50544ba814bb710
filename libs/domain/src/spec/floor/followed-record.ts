import type { RecordedStep } from '../../handoff/record.ts';
import type { HandoffStep } from '../../handoff/steps.ts';

/** What one record says, followed without the product's own fold. */
export interface Followed {
  holder?: string;
  assignedAt: string;
  /** When each touch that was not voided was made, by its version. */
  touches: Map<number, string>;
  accepted: boolean;
  /** Whether the owner owes a first contact. */
  owesContact: boolean;
  place: 'marketing' | 'queue' | 'rep' | 'closer' | 'return' | 'dispute' | 'ended';
  isSql: boolean;
  tickets: Set<string>;
  runs: Map<string, number>;
  effects: Set<string>;
  /** When the team owes the first contact. */
  contactDueAt?: string;
}

export const unfollowed = (): Followed => ({
  assignedAt: '',
  touches: new Map(),
  accepted: false,
  owesContact: false,
  place: 'marketing',
  isSql: false,
  tickets: new Set(),
  runs: new Map(),
  effects: new Set(),
});

/** Whether the current owner has not touched the lead, and has not accepted it from somebody who had contacted it. */
export const takesSlot = ({ touches, assignedAt, accepted, owesContact }: Followed): boolean =>
  (!accepted || owesContact) && [...touches.values()].every((madeAt) => Date.parse(madeAt) < Date.parse(assignedAt));

export function effectOf(step: HandoffStep, at: string, runs: Map<string, number>): string | undefined {
  if (step.type === 'transferred' || step.type === 'started') return step.type;
  if (!('promise' in step)) return undefined;
  const name = `${step.promise} ${step.clock}`;
  const run = `${name} ${runs.get(name) ?? 0}`;
  switch (step.type) {
    case 'promise-reminder-due':
      return `${run} reminder ${at}`;
    case 'promise-broken':
    case 'promise-kept':
    case 'promise-released':
      return `${run} ${step.type}`;
    default:
      return undefined;
  }
}

export function follow(
  followed: Followed,
  { at, step, actor, version }: RecordedStep,
  claim: (isSo: boolean, rule: string) => void,
): void {
  switch (step.type) {
    case 'assigned':
      claim(
        followed.holder === step.previousOwnerId,
        `${step.ownerId} follows ${step.previousOwnerId}, not ${followed.holder}`,
      );
      followed.holder = step.ownerId;
      followed.assignedAt = at;
      followed.accepted = false;
      followed.place = followed.isSql ? 'closer' : 'rep';
      break;
    case 'queued':
      claim(
        followed.holder === step.previousOwnerId,
        `the queue follows ${step.previousOwnerId}, not ${followed.holder}`,
      );
      delete followed.holder;
      followed.place = 'queue';
      break;
    case 'accepted':
      followed.accepted = true;
      break;
    case 'touched':
      followed.touches.set(version, step.madeAt ?? at);
      claim(followed.place !== 'queue' || actor.kind === 'person', 'nobody owns this touch');
      break;
    case 'touch-voided':
      followed.touches.delete(step.touchVersion);
      break;
    case 'qualified':
      followed.isSql = true;
      break;
    case 'sql-withdrawn':
      followed.isSql = false;
      break;
    case 'returned':
      followed.place = 'return';
      break;
    case 'return-contested':
      followed.place = 'dispute';
      break;
    case 'ended':
      followed.place = 'ended';
      break;
    case 'ticket-opened':
      followed.tickets.add(step.ticket);
      break;
    case 'ticket-closed':
      followed.tickets.delete(step.ticket);
      break;
    case 'promise-started': {
      const name = `${step.promise} ${step.clock}`;
      followed.runs.set(name, (followed.runs.get(name) ?? 0) + 1);
      if (name === 'first-contact lead') followed.contactDueAt = step.dueAt;
      if (name === 'first-contact owner') followed.owesContact = true;
      break;
    }
    case 'promise-kept':
    case 'promise-released':
      if (step.promise === 'first-contact' && step.clock === 'owner') followed.owesContact = false;
      if (step.promise === 'first-contact' && step.clock === 'lead') delete followed.contactDueAt;
      break;
    default:
      break;
  }
  if ((step.type === 'promise-kept' || step.type === 'promise-broken') && step.account) {
    const total = step.account.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    claim(
      total >= 0 && step.account.every(({ milliseconds }) => milliseconds > 0),
      'the account has only times that passed',
    );
  }
}
