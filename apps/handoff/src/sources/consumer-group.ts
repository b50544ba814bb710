/** The consumer group of captured leads. Sources are checked only when it has caught up. */
export const SOURCES_GROUP = 'handoff-sources';
