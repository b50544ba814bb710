/** The workflow's type; the schedules start it. */
export const CATCHING_UP_WORKFLOW = 'catchingUp';

/** What a catching up is asked for. */
export interface CatchingUpRequest {
  /**
   * PostgreSQL was restored to an earlier moment, and somebody says so: a workflow that is ahead of its record gives
   * way to a new one. Without that word it is only named, since it may be the last trace of what the record lost.
   */
  afterRestore: boolean;
}

/** A page of them, in an order that stays the same. */
export interface CatchingUpPageRequest extends CatchingUpRequest {
  /** What the page before ended with; empty at the first. */
  after: string;
}

/** How many were looked at, and what was found; those that somebody has to look at by name. */
export interface CatchingUpFindings {
  looked: number;
  /** Had no workflow, or one that was terminated or failed: it runs again, from the record. */
  started: number;
  /** Were behind the record, and were told. */
  told: number;
  /** Were ahead of a restored record, and gave way to it. */
  replaced: number;
  /** Are ahead of the record, or have ended before it. */
  ahead: string[];
  /** Do not answer: their workflow task fails, or no worker has time for them. */
  silent: string[];
}

export interface CatchingUpPage {
  findings: CatchingUpFindings;
  /** Where the next page begins; absent after the last. */
  after?: string;
}

/** What the catching up asks of the world. All of it can be done again. */
export interface CatchingUpActivities {
  /** Sees to it that each handoff whose record is open has a workflow that knows it. */
  openHandoffs(request: CatchingUpPageRequest): Promise<CatchingUpPage>;
  /** The other way round: sees to the workflows that run though their record has ended, or is not there. */
  runningWorkflows(request: CatchingUpPageRequest): Promise<CatchingUpPage>;
}
