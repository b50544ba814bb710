export const count = <T>(items: readonly T[], matches: (item: T) => unknown): number => items.filter(matches).length;

/** Null for a part of nothing. */
export const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
