/** The workflow's type; a schedule starts it. */
export const RETENTION_WORKFLOW = 'retention';

/** What the letting go asks of the world. */
export interface RetentionActivities {
  /** Asks intake to delete the bodies that it refused and has kept long enough; answers how many there were. */
  purgeRefusedBodies(): Promise<number>;
}
