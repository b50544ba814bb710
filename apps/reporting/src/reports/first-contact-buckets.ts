import { durationMilliseconds, MINUTE } from '@baton/domain';
import type { Duration } from '@baton/domain';

/** Ranges between ascending limits, and one for handoffs that nobody has tried to reach. */
export interface FirstContactBuckets {
  names: string[];
  /** An SQL expression for the index of a handoff's bucket. A limit belongs to the range that it ends. */
  readonly indexSql: (minutes: string) => string;
}

export function firstContactBuckets(limits: readonly Duration[]): FirstContactBuckets {
  const inMinutes = limits.map((limit) => durationMilliseconds(limit) / MINUTE);
  const ranges = inMinutes.map((limit, index) => `${index === 0 ? '0' : `>${inMinutes[index - 1]}`}–${limit} min`);
  return {
    names: [...ranges, `>${inMinutes.at(-1)} min`, 'never'],
    indexSql: (minutes) => {
      const cases = inMinutes.map((limit, index) => `WHEN ${minutes} <= ${limit} THEN ${index}`);
      return `CASE WHEN first_touch_at IS NULL THEN ${limits.length + 1} ${cases.join(' ')} ELSE ${limits.length} END`;
    },
  };
}
