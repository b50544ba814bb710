import { setTimeout as pause } from 'node:timers/promises';

export interface WaitUntilOptions {
  /** What is expected, for the error message, such as `the lead is judged`. */
  what: string;
  withinMilliseconds?: number;
  everyMilliseconds?: number;
}

/**
 * Calls `probe` repeatedly until it returns something other than undefined, null or false, and returns that value. An
 * error of the probe counts as a failed attempt; the last one becomes the cause of the error after the timeout.
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
      throw new Error(`Timed out after ${withinMilliseconds} ms waiting until ${what}.`, { cause: lastError });
    }
    await pause(everyMilliseconds);
  }
}
