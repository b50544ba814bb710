/** The workflow's type; a schedule starts it. */
export const SILENT_SOURCES_WORKFLOW = 'silentSources';

export interface SourcesLookedAt {
  /** How many have a history to go by. */
  looked: number;
  /** Those that are silent now, by name. */
  silent: string[];
}

/** What the look asks of the world. */
export interface SilentSourcesActivities {
  /** Opens an alarm for each source that has gone silent, and closes those that are over. */
  lookForSilentSources(): Promise<SourcesLookedAt>;
}
