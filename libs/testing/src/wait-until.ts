import { setTimeout as pause } from 'node:timers/promises';

export interface WaitUntilOptions {
  /** Named in the error when it does not come true, such as `the lead is judged`. */
  what: string;
  withinMilliseconds?: number;
  everyMilliseconds?: number;
}

/**
 * Asks again and again until `probe` answers with something other than undefined, null or false, and returns it.
 * What the probe throws counts as "not yet"; the last of it is the cause of the error in the end.
 */
export async function waitUntil<T>(
  probe: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  { what, withinMilliseconds = 60_000, everyMilliseconds = 50 }: WaitUntilOptions,
): Promise<T> {
  const deadline = performance.now() + withinMilliseconds;
  let lastError: unknown;
  for (;;) {
    try {
      const found = await probe();
      if (found !== undefined && found !== null && found !== false) return found;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() >= deadline) {
      throw new Error(`Waited ${withinMilliseconds} ms in vain until ${what}.`, { cause: lastError });
    }
    await pause(everyMilliseconds);
  }
}
