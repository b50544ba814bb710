import type { LostTerms } from '../agreement/agreement.ts';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import { durationMilliseconds } from '../time/duration.ts';
import type { WorkingTime } from '../time/working-time.ts';
import type { TimedCause } from './lost-causes.ts';

/** When limits are exceeded under an agreement. Reports use only this interface, so that they need no calendar. */
export interface LostLimits {
  /** The time, ISO 8601 in UTC, at which a lead is lost if the condition of the cause holds from the given time on. */
  exceededAt(cause: TimedCause, from: string): string;
}

/** The default limits, with every hour counted. */
export const wallClockLimits: LostLimits = {
  exceededAt: (cause, from) =>
    new Date(Date.parse(from) + durationMilliseconds(defaultAgreement.lost[cause])).toISOString(),
};

/** All hours of working days count, from the first working moment on. */
export const workdayLimits = (time: Pick<WorkingTime, 'add'>, lost: LostTerms): LostLimits => ({
  exceededAt: (cause, from) => time.add('workday', from, durationMilliseconds(lost[cause])),
});
