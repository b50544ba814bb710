import { durationMilliseconds } from '@baton/domain';
import type { WorkingTime } from '@baton/domain';

/** A working day, counted as promises of days are. */
const REVIEW_WITHIN_MILLISECONDS = durationMilliseconds('PT24H');

/** Until when somebody looks at a message that could not become a lead. */
export const reviewDeadline = (receivedAt: Date, time: WorkingTime): Date =>
  new Date(time.add('workday', receivedAt.toISOString(), REVIEW_WITHIN_MILLISECONDS));
