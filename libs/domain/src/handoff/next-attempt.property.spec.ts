import fc from 'fast-check';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import { anyLifecycle } from '../spec/arbitrary-lifecycle.ts';
import { runLifecycle } from '../spec/run-lifecycle.ts';
import { judgedLead } from '../spec/simulated-handoff.ts';
import type { SimulatedHandoff } from '../spec/simulated-handoff.ts';
import { WorkingTime } from '../time/working-time.ts';
import { callingCalendar } from './calling-hours.ts';
import { nextAttempt } from './next-attempt.ts';
import { countedTouches, wasReached } from './state.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const working = new WorkingTime({ ...defaultAgreement.calendar, absences: [] });
const TEN_MINUTES = 600_000;

function sound({ state, agreement }: SimulatedHandoff, now: string): void {
  const calling = new WorkingTime(callingCalendar(agreement, judgedLead().lead, now));
  const attempt = nextAttempt(state, { agreement, now, callingTime: calling, time: () => working });
  const counted = countedTouches(state);
  const isOver = state.stage === 'ended' || state.ownerId === null || wasReached(state);
  if (isOver) expect(attempt).toHaveProperty('reason');
  if ('reason' in attempt) return;
  expect(Date.parse(attempt.at)).toBeGreaterThanOrEqual(Date.parse(now));
  expect(working.isWorking(attempt.at)).toBe(true);
  if (attempt.channel === 'call') expect(calling.isWorking(attempt.at)).toBe(true);
  expect(attempt.number).toBe(counted.length + 1);
  expect(attempt.number).toBeLessThanOrEqual(attempt.maximum);
  const last = counted.at(-1);
  if (last) expect(Date.parse(attempt.at) - Date.parse(last.at)).toBeGreaterThanOrEqual(TEN_MINUTES);
}

describe('nextAttempt', () => {
  it(`Whatever happens to a handoff, a suggestion can be followed and would count (seed ${seed}; SEED repeats one)`, () => {
    fc.assert(
      fc.property(anyLifecycle, (life) => void runLifecycle(life, sound)),
      { seed, numRuns: 600 },
    );
  });
});
