/** The workflow's type; a schedule starts it. */
export const LETTING_GO_WORKFLOW = 'lettingGo';

/** What the letting go asks of the world. */
export interface LettingGoActivities {
  /** Asks intake to delete the bodies that it refused and has kept long enough; answers how many there were. */
  letRefusedBodiesGo(): Promise<number>;
}
