import { Chance } from '../simulation/chance.ts';
import { targets } from './targets.ts';
import type { Target } from './targets.ts';

/** One `kill -9`. */
export interface Kill {
  target: Target;
  /** So long after the one before. */
  afterMilliseconds: number;
  /** Before it, everything is waited for, so that a round finds a whole system at work. */
  beginsRound: boolean;
}

const SHARE_TOGETHER = 0.2;

/** Rounds in which each target dies once, in an order of its own; some die together with the one before. */
export function scheduleOf(kills: number, seed: number): Kill[] {
  const chance = new Chance(seed);
  const schedule: Kill[] = [];
  while (schedule.length < kills) {
    const left: Target[] = [...targets];
    while (left.length > 0 && schedule.length < kills) {
      const [target] = left.splice(chance.between(0, left.length), 1);
      if (target === undefined) break;
      const beginsRound = left.length === targets.length - 1;
      const isTogether = !beginsRound && chance.happens(SHARE_TOGETHER);
      const afterMilliseconds = isTogether ? chance.between(0, 300) : chance.between(800, 5000);
      schedule.push({ target, afterMilliseconds, beginsRound });
    }
  }
  return schedule;
}
