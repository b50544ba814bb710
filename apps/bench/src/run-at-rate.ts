import { setTimeout as pause } from 'node:timers/promises';

/**
 * Does something so many times a second, whether or not the ones before have ended: a slow answer must not make the
 * next one late, or the worst moments would be asked about least.
 */
export async function runAtRate<Result>(
  perSecond: number,
  seconds: number,
  act: (index: number) => Promise<Result>,
): Promise<Result[]> {
  const begin = performance.now();
  const pending: Promise<Result>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const wait = begin + (index * 1000) / perSecond - performance.now();
    if (wait > 0) await pause(wait);
    pending.push(act(index));
  }
  return Promise.all(pending);
}
