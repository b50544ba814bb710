import { durationMilliseconds } from '@baton/domain';

/** ISO timestamps with and without milliseconds do not compare correctly as strings. */
export const isBefore = (a: string, b: string): boolean => Date.parse(a) < Date.parse(b);

export const addDuration = (moment: string, duration: string): string =>
  new Date(Date.parse(moment) + durationMilliseconds(duration)).toISOString();
