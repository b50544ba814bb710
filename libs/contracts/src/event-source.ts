import { containsContactDetails } from '@baton/domain';

const MAXIMUM_LENGTH = 180;

/**
 * The name under which events and records keep the source of an event from outside: its CloudEvents `source`. They are
 * kept forever, so a source that is missing, very long or contains contact details is replaced by the topic.
 */
export const eventSourceName = (source: string | undefined, topic: string): string =>
  source === undefined || source.length > MAXIMUM_LENGTH || containsContactDetails(source) ? `topic:${topic}` : source;
