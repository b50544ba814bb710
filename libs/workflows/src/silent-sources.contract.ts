/** The workflow's type; a schedule starts it. */
export const SILENT_SOURCES_WORKFLOW = 'silentSources';

export interface SilentSourceFindings {
  /** How many have a history to go by. */
  checked: number;
  /** Those that are silent now, by name. */
  silent: string[];
}

/** What the look asks of the world. */
export interface SilentSourcesActivities {
  /** Opens an alarm for each source that has gone silent, and closes those that are over. */
  detectSilentSources(): Promise<SilentSourceFindings>;
}
