import fc from 'fast-check';
import { anyPeriod } from '../spec/arbitrary-calendar.ts';
import type { Period } from '../spec/arbitrary-calendar.ts';
import { ReferenceWorkingTime } from '../spec/reference-working-time.ts';
import { HOUR } from './units.ts';
import { countingModes } from './working-calendar.ts';
import { WorkingTime } from './working-time.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
/** Runs per zone. For a long run set thousands, and raise `--testTimeout`. */
const numRuns = Number(process.env['WORKING_TIME_RUNS'] ?? 6);

const zones = [
  'UTC',
  'Africa/Casablanca',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Europe/London',
  'Europe/Moscow',
  'Pacific/Apia',
];

const iso = (at: number): string => new Date(at).toISOString();

/** Not `expect`: millions of matchers would take longer than the reference itself. */
function assertEqual<Result>(what: string, fast: Result, slow: Result): void {
  if (fast !== slow) throw new Error(`${what}: ${String(fast)}, expected ${String(slow)} like the reference`);
}

function assertEveryMoment(time: WorkingTime, slow: ReferenceWorkingTime, { from, to }: Period): void {
  const dates = new Set<string>();
  for (let at = from; at < to; at += HOUR / 4) {
    const moment = iso(at);
    assertEqual(`working at ${moment}`, time.isWorking(moment), slow.isWorking(at));
    const [start, end] = [slow.next(true, at), slow.next(false, at)];
    if (start !== undefined) assertEqual(`next working after ${moment}`, time.nextWorkingMoment(moment), iso(start));
    if (end !== undefined) assertEqual(`next not working after ${moment}`, time.endOfWorkingTime(moment), iso(end));
    dates.add(moment.slice(0, 10));
  }
  for (const date of dates) assertEqual(`working day ${date}`, time.isWorkingDay(date), slow.isWorkingDay(date));
}

describe('WorkingTime against the reference that counts minutes', () => {
  it.each(zones)('every result equals the reference in %s', (zone) => {
    fc.assert(
      fc.property(
        anyPeriod(zone),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 2 }),
        (period, shares) => {
          const { calendar, from, to } = period;
          const time = new WorkingTime(calendar);
          const slow = new ReferenceWorkingTime(calendar, from, to);
          assertEveryMoment(time, slow, period);
          for (const counted of countingModes) {
            const whole = slow.between(counted, from, to);
            for (const share of [...shares, 1]) {
              const then = from + Math.round((to - from) * share);
              const passed = time.between(counted, iso(from), iso(then));
              assertEqual(`${counted} until ${iso(then)}`, passed, slow.between(counted, from, then));
              const some = Math.round(whole * share);
              const due = time.add(counted, iso(from), some);
              if (some > 0) assertEqual(`${counted} plus ${some}`, due, iso(slow.add(counted, from, some) as number));
            }
          }
        },
      ),
      // Shrinking would run the slow reference hundreds of times, so the failing case is reported as it is.
      { seed, numRuns, endOnFailure: true },
    );
  });
});

describe('add and between', () => {
  const worked = zones.map((zone) => {
    const day = [
      { from: '00:30', to: '02:15' },
      { from: '09:00', to: '18:00' },
    ];
    const hours = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, sunday: day };
    return new WorkingTime({ zone, hours, specialDays: [], absences: [] });
  });
  const moment = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2035, 11, 31) });
  const amount = fc.integer({ min: 1, max: 3000 * HOUR });
  const any = fc.record({
    time: fc.constantFrom(...worked),
    counted: fc.constantFrom(...countingModes),
    from: moment,
    amounts: fc.tuple(amount, amount),
  });

  it('the added time has passed at the result, and not a millisecond earlier', () => {
    fc.assert(
      fc.property(any, ({ time, counted, from, amounts: [amount] }) => {
        const due = time.add(counted, iso(from), amount);
        expect(time.between(counted, iso(from), due)).toBe(amount);
        expect(time.between(counted, iso(from), iso(Date.parse(due) - 1))).toBe(amount - 1);
      }),
      { seed, numRuns: numRuns * 100 },
    );
  });

  it('adding more takes longer, and a later start does not end earlier', () => {
    fc.assert(
      fc.property(any, fc.nat(100 * HOUR), ({ time, counted, from, amounts: [one, other] }, delay) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const due = time.add(counted, iso(from), less);
        expect(Date.parse(time.add(counted, iso(from), more)) - Date.parse(due)).toBeGreaterThanOrEqual(more - less);
        expect(time.add(counted, iso(from + delay), less) >= due).toBe(true);
      }),
      { seed, numRuns: numRuns * 100 },
    );
  });

  it('counted time is never longer than the wall clock', () => {
    fc.assert(
      fc.property(any, ({ time, counted, from, amounts: [amount] }) => {
        expect(time.between(counted, iso(from), iso(from + amount))).toBeLessThanOrEqual(amount);
      }),
      { seed, numRuns: numRuns * 100 },
    );
  });
});
