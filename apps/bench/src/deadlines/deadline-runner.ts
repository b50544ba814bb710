import type { Round } from './fired-deadlines.ts';

/** Whether all is done is looked at this seldom, and with a count: looking must not slow down what is looked at. */
export const POLL_INTERVAL_MILLISECONDS = 1000;

/** One way to have something happen at a moment. */
export interface DeadlineRunner {
  readonly name: string;
  /** So many deadlines a second for so many seconds, set before the first of them falls due. */
  stream(perSecond: number, seconds: number): Promise<Round>;
  /** All due at one moment. */
  storm(count: number): Promise<Round>;
}
