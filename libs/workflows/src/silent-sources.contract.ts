/** The workflow's type; a schedule starts it. */
export const SILENT_SOURCES_WORKFLOW = 'silentSources';

export interface SilentSourceFindings {
  /** The number of sources with enough history to judge. */
  checked: number;
  /** The names of the sources that are silent now. */
  silent: string[];
}

export interface SilentSourcesActivities {
  /** Opens a ticket for each source that has gone silent, and closes the tickets of those that brought leads again. */
  detectSilentSources(): Promise<SilentSourceFindings>;
}
