import { setTimeout as pause } from 'node:timers/promises';

/**
 * Starts an action at a fixed rate, whether or not the earlier ones have ended: otherwise a slow response would delay the
 * next request, and the slowest periods would be measured least.
 */
export async function runAtRate<Result>(
  perSecond: number,
  seconds: number,
  action: (index: number) => Promise<Result>,
): Promise<Result[]> {
  const begin = performance.now();
  const pending: Promise<Result>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const wait = begin + (index * 1000) / perSecond - performance.now();
    if (wait > 0) await pause(wait);
    pending.push(action(index));
  }
  return Promise.all(pending);
}
