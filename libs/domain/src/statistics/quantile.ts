/**
 * The quantile at `position` (0.5 is the median), interpolated between the two nearest values.
 * Null when there are no values.
 */
export function quantile(values: readonly number[], position: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const index = (sorted.length - 1) * position;
  const low = sorted[Math.floor(index)];
  const high = sorted[Math.ceil(index)];
  if (low === undefined || high === undefined) return null;
  return low + (high - low) * (index - Math.floor(index));
}
