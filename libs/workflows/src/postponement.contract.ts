import type { LocalClock } from '@baton/domain';

/** The workflow's type. */
export const POSTPONEMENT_WORKFLOW = 'postponement';

/** One workflow for each postponed handoff, however often it is started. */
export const postponementIdOf = (handoffId: string): string => `postponement-${handoffId}`;

/** Signal: the lead came back earlier, or must not be contacted again. The workflow ends without an effect. */
export const POSTPONEMENT_OVER_SIGNAL = 'postponementOver';

export interface PostponementInput {
  /** The handoff that ended postponed. */
  handoffId: string;
  /** The date that the lead asked for, ISO 8601. */
  until: string;
  /** Who postponed the lead and gets it back. */
  ownerId: string;
  /** The time zone that ops see in addition to UTC. */
  localClock?: LocalClock;
}

/** What ops read in the list of workflows. */
export const postponementSummary = ({ handoffId, until, ownerId }: PostponementInput): string =>
  `${handoffId} postponed until ${until}, then back to ${ownerId}`;

export interface ResumptionRequest {
  handoffId: string;
  /** The workflow's time, ISO 8601. */
  now: string;
}

/**
 * `resumed`: the lead's next handoff begins. `over`: it has begun already, or the person must not be contacted.
 * `waits`: the owner does not work until then.
 */
export type ResumptionResult = { outcome: 'resumed' | 'over' } | { outcome: 'waits'; until: string };

export interface PostponementActivities {
  /** Lets the lead come back, if nothing has replaced its postponement and its owner works now. Can be repeated without harm. */
  resumePostponedLead(request: ResumptionRequest): Promise<ResumptionResult>;
}
