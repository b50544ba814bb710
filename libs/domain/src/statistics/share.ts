/** `part / whole`, or null when the whole is zero. */
export const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const Z_95_PERCENT = 1.959964;

/** The 95 % Wilson interval of a share. Unlike the normal approximation it holds for small samples and extreme shares. */
export function shareInterval(part: number, whole: number): { low: number; high: number } | null {
  if (whole === 0) return null;
  const z = Z_95_PERCENT;
  const p = part / whole;
  const middle = p + (z * z) / (2 * whole);
  const margin = z * Math.sqrt((p * (1 - p)) / whole + (z * z) / (4 * whole * whole));
  const scale = 1 + (z * z) / whole;
  return { low: Math.max(0, (middle - margin) / scale), high: Math.min(1, (middle + margin) / scale) };
}
