/** The workflow's type; the schedules start it. */
export const RECONCILIATION_WORKFLOW = 'reconciliation';

/** What a catching up is asked for. */
export interface ReconciliationRequest {
  /**
   * PostgreSQL was restored to an earlier moment, and somebody says so: a workflow that is ahead of its record gives
   * way to a new one. Without that word it is only named, since it may be the last trace of what the record lost.
   */
  afterRestore: boolean;
}

/** A page of them, in an order that stays the same. */
export interface ReconciliationPageRequest extends ReconciliationRequest {
  /** What the page before ended with; empty at the first. */
  cursor: string;
}

/** How many were looked at, and what was found; those that somebody has to look at by name. */
export interface ReconciliationFindings {
  checked: number;
  /** Had no workflow, or one that was terminated or failed: it runs again, from the record. */
  started: number;
  /** Were behind the record, and were told. */
  notified: number;
  /** Were ahead of a restored record, and gave way to it. */
  replaced: number;
  /** Are ahead of the record, or have ended before it. */
  ahead: string[];
  /** Do not answer: their workflow task fails, or no worker has time for them. */
  unresponsive: string[];
}

export interface ReconciliationPage {
  findings: ReconciliationFindings;
  /** Where the next page begins; absent after the last. */
  nextCursor?: string;
}

/** What the catching up asks of the world. All of it can be done again. */
export interface ReconciliationActivities {
  /** Sees to it that each handoff whose record is open has a workflow that knows it. */
  reconcileOpenHandoffs(request: ReconciliationPageRequest): Promise<ReconciliationPage>;
  /** The other way round: sees to the workflows that run though their record has ended, or is not there. */
  reconcileRunningWorkflows(request: ReconciliationPageRequest): Promise<ReconciliationPage>;
}
