import { durationMilliseconds } from '@baton/domain';
import type { WorkingTime } from '@baton/domain';

/** One working day. Promises in days are counted the same way. */
const REVIEW_WITHIN_MILLISECONDS = durationMilliseconds('PT24H');

/** When a person must have reviewed a quarantined message. */
export const reviewDeadline = (receivedAt: Date, time: WorkingTime): Date =>
  new Date(time.add('workday', receivedAt.toISOString(), REVIEW_WITHIN_MILLISECONDS));
