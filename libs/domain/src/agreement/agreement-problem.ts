import { durationMilliseconds } from '../time/duration.ts';
import type { Duration } from '../time/duration.ts';

/** A problem at a path such as `promises.touches.ladder.1.after`. The message says what is wrong and what would be right. */
export interface AgreementProblem {
  path: string;
  message: string;
}

/** A problem for each item with the name of an earlier one. With `key` the path ends in that key of the item. */
export function duplicates<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  path: string,
  key?: string,
): AgreementProblem[] {
  const at = (index: number): string => [path, index, ...(key === undefined ? [] : [key])].join('.');
  return duplicateNames(items.map((item, index) => ({ name: nameOf(item), path: at(index) })));
}

/** A problem for each name that was used before. */
export function duplicateNames(names: readonly { name: string; path: string }[]): AgreementProblem[] {
  const first = new Map<string, string>();
  return names.flatMap(({ name, path }) => {
    const firstPath = first.get(name);
    if (firstPath === undefined) first.set(name, path);
    return firstPath === undefined
      ? []
      : [{ path, message: `"${name}" is already used at ${firstPath}: keep one of them, or rename this one` }];
  });
}

/** A problem for each duration that is not longer than the one before it. */
export function unsortedDurations(durations: readonly Duration[], path: string, key?: string): AgreementProblem[] {
  return durations.flatMap((duration, index) => {
    const before = durations[index - 1];
    if (before === undefined || durationMilliseconds(duration) > durationMilliseconds(before)) return [];
    const at = [path, index, ...(key === undefined ? [] : [key])].join('.');
    return [
      { path: at, message: `${duration} is not longer than ${before}: write them from the shortest to the longest` },
    ];
  });
}
