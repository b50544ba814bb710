import { SeededRandom } from '@baton/testing';

/** One `kill -9`. */
export interface Kill {
  /** The name of a process in `running.json`. */
  target: string;
  /** The time since the previous kill. */
  afterMilliseconds: number;
  /** True for the first kill of a round, before which all services must be ready. */
  startsRound: boolean;
}

const SIMULTANEOUS_SHARE = 0.2;

/** Rounds that kill each target once in random order, some of them together with the previous one. */
export function killSchedule(targets: readonly string[], kills: number, seed: number): Kill[] {
  const random = new SeededRandom(seed);
  const schedule: Kill[] = [];
  while (schedule.length < kills) {
    const remaining = [...targets];
    while (remaining.length > 0 && schedule.length < kills) {
      const [target] = remaining.splice(random.between(0, remaining.length), 1);
      if (target === undefined) break;
      const startsRound = remaining.length === targets.length - 1;
      const isTogether = !startsRound && random.chance(SIMULTANEOUS_SHARE);
      const afterMilliseconds = isTogether ? random.between(0, 300) : random.between(800, 5000);
      schedule.push({ target, afterMilliseconds, startsRound });
    }
  }
  return schedule;
}
