import { isDeepStrictEqual } from 'node:util';
import type { TopicEvent } from './system-snapshot.ts';

/** The first event of each id. A restarted relay may send an event again, with the same content. */
export function deduplicateById<Data>(events: readonly TopicEvent<Data>[], wrong: string[]): TopicEvent<Data>[] {
  const first = new Map<string, TopicEvent<Data>>();
  for (const event of events) {
    const known = first.get(event.id);
    if (!known) first.set(event.id, event);
    else if (!isDeepStrictEqual(known.data, event.data)) wrong.push(`two events have the id ${event.id} but differ`);
  }
  return [...first.values()];
}
