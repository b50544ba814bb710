/** Of two moments, ISO 8601, whichever zones they are written in. */
export const earliest = (a: string, b: string): string => (Date.parse(a) < Date.parse(b) ? a : b);
export const latest = (a: string, b: string): string => (Date.parse(a) > Date.parse(b) ? a : b);
