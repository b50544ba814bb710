/** How the time of a rule passes. Reports ask only through this, so that working days can be counted without touching them. */
export interface Counting {
  /** The moment, ISO 8601 in UTC, at which this much counted time has passed. */
  after(from: string, milliseconds: number): string;
}

/** Every hour counts. */
export const wallClock: Counting = {
  after: (from, milliseconds) => new Date(Date.parse(from) + milliseconds).toISOString(),
};
