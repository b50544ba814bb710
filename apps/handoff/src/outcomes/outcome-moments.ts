import { MINUTE, momentBeforeHandoff } from '@baton/domain';
import type { FieldProblem } from '@baton/service';

/** How far the reporter's clock may be ahead of ours. */
const CLOCK_TOLERANCE_MILLISECONDS = 5 * MINUTE;

type Moments = readonly (readonly [field: string, moment: string])[];

/** The moments that an outcome names, by field. */
export function momentsOf(outcome: { decidedAt?: string; paidAt?: string }): Moments {
  return (['decidedAt', 'paidAt'] as const).flatMap((field) => {
    const moment = outcome[field];
    return moment === undefined ? [] : [[field, moment] as const];
  });
}

export const futureMoments = (moments: Moments, now: string): FieldProblem[] =>
  moments.flatMap(([field, moment]) =>
    Date.parse(moment) > Date.parse(now) + CLOCK_TOLERANCE_MILLISECONDS
      ? [{ field, code: 'in-future', message: `must not be in the future, but is ${moment}` }]
      : [],
  );

export const momentsBeforeHandoff = (moments: Moments, beganAt: string): FieldProblem[] =>
  moments.flatMap(([field, moment]) => {
    const message = momentBeforeHandoff(field, moment, beganAt);
    return message === undefined ? [] : [{ field, code: 'before-handoff', message }];
  });
