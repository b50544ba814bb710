/** The workflow's type; the schedules start it. */
export const RECONCILIATION_WORKFLOW = 'reconciliation';

export interface ReconciliationRequest {
  /**
   * Ops restored PostgreSQL to an earlier moment: a workflow that is ahead of its record is replaced. Otherwise it is only
   * reported, since it may be the last trace of what the record lost.
   */
  afterRestore: boolean;
}

export interface ReconciliationPageRequest extends ReconciliationRequest {
  /** `nextCursor` of the page before; empty for the first page. */
  cursor: string;
}

/** Counts, and the ids of the handoffs that need a person. */
export interface ReconciliationFindings {
  checked: number;
  /** Had no running workflow; a new one was started from the record. */
  started: number;
  /** Were behind the record and were notified. */
  notified: number;
  /** Were ahead of a restored record and were replaced. */
  replaced: number;
  /** Are ahead of the record, or have ended before it. */
  ahead: string[];
  /** Do not respond: their workflow task fails, or no worker has time for them. */
  unresponsive: string[];
}

export interface ReconciliationPage {
  findings: ReconciliationFindings;
  /** Absent after the last page. */
  nextCursor?: string;
}

/** They can be repeated without harm. */
export interface ReconciliationActivities {
  /** Makes sure that each handoff with an open record has a workflow that knows it. */
  reconcileOpenHandoffs(request: ReconciliationPageRequest): Promise<ReconciliationPage>;
  /** Handles the workflows that run although their record has ended or does not exist. */
  reconcileRunningWorkflows(request: ReconciliationPageRequest): Promise<ReconciliationPage>;
  /** Makes sure that each postponed lead has a workflow that waits for its date. */
  reconcilePostponements(request: ReconciliationPageRequest): Promise<ReconciliationPage>;
}
