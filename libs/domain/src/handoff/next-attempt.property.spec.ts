import fc from 'fast-check';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import { anyLifecycle } from '../spec/arbitrary-lifecycle.ts';
import { runLifecycle } from '../spec/run-lifecycle.ts';
import { judgedLead } from '../spec/simulated-handoff.ts';
import type { SimulatedHandoff } from '../spec/simulated-handoff.ts';
import { MINUTE } from '../time/units.ts';
import { WorkingTime } from '../time/working-time.ts';
import { callingCalendar } from './calling-hours.ts';
import { nextAttempt } from './next-attempt.ts';
import { countedTouches, wasReached } from './state.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const ownerTime = new WorkingTime({ ...defaultAgreement.calendar, absences: [] });

function expectValidAttempt({ state, agreement }: SimulatedHandoff, now: string): void {
  const callingTime = new WorkingTime(callingCalendar(agreement, judgedLead().lead, now));
  const attempt = nextAttempt(state, { agreement, now, callingTime, time: () => ownerTime });
  const counted = countedTouches(state);
  const isOver = state.stage === 'ended' || state.ownerId === null || wasReached(state);
  if (isOver) expect(attempt).toHaveProperty('reason');
  if ('reason' in attempt) return;
  expect(Date.parse(attempt.at)).toBeGreaterThanOrEqual(Date.parse(now));
  expect(ownerTime.isWorking(attempt.at)).toBe(true);
  if (attempt.channel === 'call') expect(callingTime.isWorking(attempt.at)).toBe(true);
  expect(attempt.number).toBe(counted.length + 1);
  expect(attempt.number).toBeLessThanOrEqual(attempt.maximum);
  // Verified touches are spaced by when they were made, others by receipt.
  const last = Math.max(...counted.map(({ at, countedAt = at }) => Date.parse(countedAt)));
  expect(Date.parse(attempt.at) - last).toBeGreaterThanOrEqual(10 * MINUTE);
}

describe('nextAttempt', () => {
  it(`every suggestion can be followed and would count (seed ${seed}; set SEED to repeat)`, () => {
    fc.assert(
      fc.property(anyLifecycle, (lifecycle) => void runLifecycle(lifecycle, expectValidAttempt)),
      { seed, numRuns: 600 },
    );
  });
});
