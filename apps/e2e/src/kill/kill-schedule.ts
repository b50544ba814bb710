import { SeededRandom } from '@baton/testing';
import { targets } from './targets.ts';
import type { Target } from './targets.ts';

/** One `kill -9`. */
export interface Kill {
  target: Target;
  /** So long after the one before. */
  afterMilliseconds: number;
  /** Before it, everything is waited for, so that a round finds a whole system at work. */
  startsRound: boolean;
}

const SIMULTANEOUS_SHARE = 0.2;

/** Rounds in which each target dies once, in an order of its own; some die together with the one before. */
export function killSchedule(kills: number, seed: number): Kill[] {
  const random = new SeededRandom(seed);
  const schedule: Kill[] = [];
  while (schedule.length < kills) {
    const remaining: Target[] = [...targets];
    while (remaining.length > 0 && schedule.length < kills) {
      const [target] = remaining.splice(random.between(0, remaining.length), 1);
      if (target === undefined) break;
      const beginsRound = remaining.length === targets.length - 1;
      const isTogether = !beginsRound && random.chance(SIMULTANEOUS_SHARE);
      const afterMilliseconds = isTogether ? random.between(0, 300) : random.between(800, 5000);
      schedule.push({ target, afterMilliseconds, startsRound: beginsRound });
    }
  }
  return schedule;
}
