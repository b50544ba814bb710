import fc from 'fast-check';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import { anyLifecycle } from '../spec/arbitrary-lifecycle.ts';
import { runLifecycle } from '../spec/run-lifecycle.ts';
import { judgedLead } from '../spec/simulated-handoff.ts';
import type { SimulatedHandoff } from '../spec/simulated-handoff.ts';
import { MINUTE } from '../time/units.ts';
import { WorkingTime } from '../time/working-time.ts';
import { callingCalendars } from './calling-hours.ts';
import { nextAttempt } from './next-attempt.ts';
import { countedTouches, wasReached } from './state.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const ownerTime = new WorkingTime({ ...defaultAgreement.calendar, absences: [] });

/** Leads that could be in one, two and eleven zones. */
const places: Partial<LeadSnapshot>[] = [{}, { zones: ['America/Chicago', 'America/Denver'] }, { country: 'RU' }];

function expectValidAttempt(place: Partial<LeadSnapshot>, { state, agreement }: SimulatedHandoff, now: string): void {
  const callingTimes = callingCalendars(agreement, { ...judgedLead().lead, ...place }, now).map(
    (calendar) => new WorkingTime(calendar),
  );
  const attempt = nextAttempt(state, { agreement, now, callingTimes, time: () => ownerTime });
  const counted = countedTouches(state);
  const isOver = state.stage === 'ended' || state.ownerId === null || wasReached(state);
  if (isOver) expect(attempt).toHaveProperty('reason');
  if ('reason' in attempt) return;
  expect(Date.parse(attempt.at)).toBeGreaterThanOrEqual(Date.parse(now));
  if (attempt.channel === 'call') {
    for (const callingTime of callingTimes) expect(callingTime.isWorking(attempt.at)).toBe(true);
  }
  // Calling hours in Chicago and Denver are outside of the owner's, and come first.
  if (place.zones === undefined || attempt.channel !== 'call') expect(ownerTime.isWorking(attempt.at)).toBe(true);
  expect(attempt.number).toBe(counted.length + 1);
  expect(attempt.number).toBeLessThanOrEqual(attempt.maximum);
  // Verified touches are spaced by when they were made, others by receipt.
  const last = Math.max(...counted.map(({ at, countedAt = at }) => Date.parse(countedAt)));
  expect(Date.parse(attempt.at) - last).toBeGreaterThanOrEqual(10 * MINUTE);
}

describe('nextAttempt', () => {
  it(`every suggestion can be followed and would count (seed ${seed}; set SEED to repeat)`, () => {
    fc.assert(
      fc.property(anyLifecycle, fc.constantFrom(...places), (lifecycle, place) => {
        runLifecycle(lifecycle, (handoff, now) => expectValidAttempt(place, handoff, now));
      }),
      { seed, numRuns: 600 },
    );
  });
});
