import { durationMilliseconds, MINUTE } from '@baton/domain';
import type { Duration } from '@baton/domain';

/** Ranges between ascending limits, and two for handoffs without a touch: those that still wait, and those that ended. */
export interface FirstContactBuckets {
  names: string[];
  /** An SQL expression for the index of a handoff's bucket. A limit belongs to the range that it ends. */
  readonly indexSql: (minutes: string) => string;
}

export function firstContactBuckets(limits: readonly Duration[]): FirstContactBuckets {
  const inMinutes = limits.map((limit) => durationMilliseconds(limit) / MINUTE);
  const ranges = inMinutes.map((limit, index) => `${index === 0 ? '0' : `>${inMinutes[index - 1]}`}–${limit} min`);
  return {
    names: [...ranges, `>${inMinutes.at(-1)} min`, 'still waiting', 'never'],
    indexSql: (minutes) => {
      const cases = inMinutes.map((limit, index) => `WHEN ${minutes} <= ${limit} THEN ${index}`);
      const withoutTouch = `WHEN first_touch_at IS NULL THEN CASE WHEN ended_at IS NULL THEN ${limits.length + 1} ELSE ${limits.length + 2} END`;
      return `CASE ${withoutTouch} ${cases.join(' ')} ELSE ${limits.length} END`;
    },
  };
}
