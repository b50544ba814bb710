import { durationMilliseconds } from '../time/duration.ts';
import type { Duration } from '../time/duration.ts';

/** Where by path, such as `promises.touches.ladder.1.after`; what is wrong there, and what would be right. */
export interface AgreementProblem {
  path: string;
  message: string;
}

/** Each item whose name an earlier one has. With `key` the problem stands at that key of the item. */
export function duplicates<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  path: string,
  key?: string,
): AgreementProblem[] {
  const at = (index: number): string => [path, index, ...(key === undefined ? [] : [key])].join('.');
  return duplicateNames(items.map((item, index) => ({ name: nameOf(item), path: at(index) })));
}

/** Each name that an earlier one repeats. */
export function duplicateNames(names: readonly { name: string; path: string }[]): AgreementProblem[] {
  const first = new Map<string, string>();
  return names.flatMap(({ name, path }) => {
    const before = first.get(name);
    if (before === undefined) first.set(name, path);
    return before === undefined
      ? []
      : [{ path, message: `"${name}" stands at ${before} already: keep one of them, or give it a name of its own` }];
  });
}

/** Each duration that does not come after the one before it. */
export function unsortedDurations(durations: readonly Duration[], path: string, key?: string): AgreementProblem[] {
  return durations.flatMap((duration, index) => {
    const before = durations[index - 1];
    if (before === undefined || durationMilliseconds(duration) > durationMilliseconds(before)) return [];
    const at = [path, index, ...(key === undefined ? [] : [key])].join('.');
    return [
      { path: at, message: `${duration} does not come after ${before}: write them from the shortest to the longest` },
    ];
  });
}
