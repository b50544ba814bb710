import type { Round } from './fired-deadlines.ts';

/** Polled rarely, and with a count only, so that polling does not slow down what is measured. */
export const POLL_INTERVAL_MILLISECONDS = 1000;

/** One way to make something happen at a given time. */
export interface DeadlineRunner {
  readonly name: string;
  /** Deadlines at a fixed rate, all set before the first falls due. */
  stream(perSecond: number, seconds: number): Promise<Round>;
  /** Deadlines that are all due at the same time. */
  storm(count: number): Promise<Round>;
}
