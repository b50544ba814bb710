/** The workflow's type; a schedule starts it. */
export const RETENTION_WORKFLOW = 'retention';

export interface RetentionActivities {
  /** Deletes the bodies that intake refused and has kept long enough; returns how many there were. */
  purgeRefusedBodies(): Promise<number>;
}
