import { durationMilliseconds } from '@baton/domain';
import type { ReviewTerms } from '../agreements/agreement-calendars.ts';

/** When a person must have reviewed a quarantined message. Promises in days are counted the same way. */
export const reviewDeadline = (receivedAt: Date, { time, reviewWithin }: ReviewTerms): Date =>
  new Date(time.add('workday', receivedAt.toISOString(), durationMilliseconds(reviewWithin)));
