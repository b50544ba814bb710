/** The workflow's type; a schedule starts it. */
export const RESULTS_OWED_WORKFLOW = 'resultsOwed';

export interface ResultsOwedFindings {
  /** The ids of the handoffs whose SQL has had no outcome for longer than agreed. */
  owed: string[];
}

export interface ResultsOwedActivities {
  /** Opens a ticket for the owner of each such SQL, and closes the tickets of those that no longer owe anything. */
  findResultsOwed(): Promise<ResultsOwedFindings>;
}
