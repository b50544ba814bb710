/** The earliest of the given timestamps, in ISO 8601 with any offset; undefined ones are ignored. */
export function earliest(first: string, ...others: (string | undefined)[]): string;
export function earliest(...moments: (string | undefined)[]): string | undefined;
export function earliest(...moments: (string | undefined)[]): string | undefined {
  return inOrder(moments).at(0);
}

/** The latest of the given timestamps, in ISO 8601 with any offset; undefined ones are ignored. */
export function latest(first: string, ...others: (string | undefined)[]): string;
export function latest(...moments: (string | undefined)[]): string | undefined;
export function latest(...moments: (string | undefined)[]): string | undefined {
  return inOrder(moments).at(-1);
}

/** The moment if it is between the two, otherwise the nearer of them. If they contradict each other, `until` wins. */
export const clampMoment = (moment: string, from: string | undefined, until: string): string =>
  earliest(latest(moment, from), until);

const inOrder = (moments: readonly (string | undefined)[]): string[] =>
  moments.filter((moment) => moment !== undefined).sort((a, b) => Date.parse(a) - Date.parse(b));
