import { isDeepStrictEqual } from 'node:util';
import type { SeenEvent } from './evidence.ts';

/** The first of each id, as an idempotent consumer takes them. A relay that died may send again, but the same. */
export function onceEach<Data>(events: readonly SeenEvent<Data>[], wrong: string[]): SeenEvent<Data>[] {
  const first = new Map<string, SeenEvent<Data>>();
  for (const event of events) {
    const known = first.get(event.id);
    if (!known) first.set(event.id, event);
    else if (!isDeepStrictEqual(known.data, event.data)) wrong.push(`two events have the id ${event.id} and differ`);
  }
  return [...first.values()];
}
