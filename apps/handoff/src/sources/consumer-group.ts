/** The consumer group of captured leads: whether a source is silent is asked only when this group has read them all. */
export const SOURCES_GROUP = 'handoff-sources';
