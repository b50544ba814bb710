import type { Agreement } from '../../agreement/agreement.ts';
import { nextDeadline } from '../../handoff/deadlines.ts';
import type { JudgedLead } from '../../handoff/judged-lead.ts';
import type { RecordedStep } from '../../handoff/record.ts';
import { waitsSince } from '../../handoff/state.ts';
import type { HandoffState } from '../../handoff/state.ts';
import type { KnownOwner } from '../../routing/decision.ts';
import type { PoolMember } from '../../routing/member.ts';
import { queueScore } from '../../routing/queue-score.ts';
import type { PoolRole } from '../../routing/rules.ts';
import { WorkingTimeCache } from '../../time/working-time-cache.ts';

/** Shared by the floors of all specs, because working out a calendar is slow. */
export const floorTimes = new WorkingTimeCache();

/** A person of the simulated floor. Without `roles` they are a rep. */
export interface FloorMember extends PoolMember {
  roles?: PoolRole[];
}

/** A handoff of the simulated floor. */
export interface FloorHandoff {
  readonly handoffId: string;
  readonly judged: JudgedLead;
  /** Replaces the owner that the floor would find for the lead's company. */
  readonly knownOwner?: KnownOwner;
  state: HandoffState;
  readonly record: RecordedStep[];
  /** The people whose slot the lead waits for while it is queued. */
  waitsFor: string[];
}

export const hasRole = ({ roles = ['rep'] }: FloorMember, role: PoolRole): boolean => roles.includes(role);

/** The owner towards whose cap the handoff counts: not while marketing or the arbiter decides about it. */
export const cappedOwnerOf = ({ ownerId, stage }: HandoffState): string | undefined =>
  ownerId !== null && stage !== 'ended' && stage !== 'returned' && stage !== 'contested' ? ownerId : undefined;

const dueMoments = new WeakMap<HandoffState, number>();

/** The next deadline in milliseconds. Cached, because each moment of the simulation needs it of all open handoffs. */
export function dueMoment(state: HandoffState): number {
  const known = dueMoments.get(state);
  if (known !== undefined) return known;
  const due = nextDeadline(state);
  const moment = due === undefined ? Infinity : Date.parse(due);
  dueMoments.set(state, moment);
  return moment;
}

/** The score that a lead in the queue is released by. */
export function queueScoreOf(
  { state, judged: { score } }: Pick<FloorHandoff, 'state' | 'judged'>,
  { routing, calendar }: Agreement,
  now: string,
): number {
  const agreementTime = floorTimes.of({ ...calendar, absences: [] });
  return queueScore({ score, since: waitsSince(state) ?? now }, now, routing, agreementTime);
}
