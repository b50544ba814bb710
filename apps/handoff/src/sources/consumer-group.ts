/** The consumer group of captured leads. Sources are checked only when it has caught up. */
export const SOURCES_GROUP = 'handoff-sources';

/** The consumer group that closes the handoffs of people who opted out or were erased. */
export const CONTACT_ENDS_GROUP = 'handoff-contact-ends';
