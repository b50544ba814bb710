import fc from 'fast-check';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import { DAY, HOUR } from '../time/units.ts';
import { roundTheClock } from '../time/working-calendar.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';
import { WorkingTime } from '../time/working-time.ts';
import { silentFrom as silentUnder } from './silent-source.ts';
import type { LeadHour } from './silent-source.ts';

const { silentSources: terms } = defaultAgreement;
const silentFrom = (hours: readonly LeadHour[], counting: Pick<WorkingTime, 'add' | 'between'>): string | undefined =>
  silentUnder(hours, counting, terms);

const { zone, hours: officeHours } = defaultAgreement.calendar;
const calendar: WorkingCalendar = { zone, hours: officeHours, specialDays: [], absences: [] };
const time = new WorkingTime(calendar);

/** Moscow time. June 2026 starts on a Monday. */
const june = (day: number, hour: number): string => new Date(Date.UTC(2026, 5, day, hour - 3)).toISOString();
const lead = (at: string): LeadHour => ({ firstAt: at, lastAt: at });
const isWeekend = (day: number): boolean => day % 7 === 6 || day % 7 === 0;
const workdays = (until: number): number[] =>
  Array.from({ length: until }, (_, index) => index + 1).filter((day) => !isWeekend(day));
const eachHour = (day: number, hours: number[]): LeadHour[] => hours.map((hour) => lead(june(day, hour)));
const fromNineToFive = [9, 10, 11, 12, 13, 14, 15, 16, 17];

describe('silentFrom', () => {
  it('a source with leads in every working hour counts as silent by noon of a Monday without any', () => {
    const busy = workdays(19).flatMap((day) => eachHour(day, fromNineToFive));
    expect(silentFrom(busy, time)).toBe(june(22, 12));
  });

  it('a source counts as silent after as many usual waits as the agreement says, and after its minimum', () => {
    const daily = workdays(19).map((day) => lead(june(day, 12)));
    expect(silentUnder(daily, time, { ...terms, usualWaits: 1 })).toBe(june(22, 12));
    const busy = workdays(19).flatMap((day) => eachHour(day, fromNineToFive));
    expect(silentUnder(busy, time, { ...terms, atLeast: 'PT6H' })).toBe(june(22, 14));
    expect(silentUnder(daily, time, { ...terms, minimumDays: 16 })).toBeUndefined();
  });

  it('a source with one lead a day counts as silent after three days without one', () => {
    const daily = workdays(19).map((day) => lead(june(day, 12)));
    expect(silentFrom(daily, time)).toBe(june(24, 12));
  });

  it('a source with leads at nine and at five is not silent between them', () => {
    const twice = workdays(19).flatMap((day) => eachHour(day, [9, 17]));
    expect(Date.parse(silentFrom(twice, time) ?? '')).toBeGreaterThan(Date.parse(june(23, 17)));
  });

  it('a source with leads only at weekends is not silent during the week', () => {
    const weekends = Array.from({ length: 35 }, (_, index) => index + 1).filter(isWeekend);
    const atWeekends = weekends.flatMap((day) => eachHour(day, fromNineToFive));
    const nextWeekend = june(41, 9);
    expect(Date.parse(silentFrom(atWeekends, time) ?? '')).toBeGreaterThan(Date.parse(nextWeekend));
  });

  it('a source with many leads every other week is not silent in between', () => {
    const webinars = Array.from({ length: 12 }, (_, index) => 1 + index * 14).flatMap((day) =>
      eachHour(day, fromNineToFive),
    );
    expect(Date.parse(silentFrom(webinars, time) ?? '')).toBeGreaterThan(Date.parse(june(1 + 13 * 14, 9)));
  });

  it('a source does not count as silent over holidays', () => {
    const holidays = Array.from({ length: 8 }, (_, index) => ({ date: `2026-06-${22 + index}`, kind: 'off' as const }));
    const busy = workdays(19).flatMap((day) => eachHour(day, fromNineToFive));
    expect(silentFrom(busy, new WorkingTime({ ...calendar, specialDays: holidays }))).toBe(june(30, 12));
  });

  it('an earlier outage of two weeks does not delay the detection', () => {
    const busy = (days: number[]): LeadHour[] => days.flatMap((day) => eachHour(day, fromNineToFive));
    const once = busy(workdays(47).filter((day) => day < 8 || day > 19));
    expect(silentFrom(once, time)).toBe(silentFrom(busy(workdays(47)), time));
  });

  it.each([
    ['without any lead', []],
    ['that was tried for an afternoon', eachHour(1, fromNineToFive)],
    ['with nine days of leads', workdays(11).flatMap((day) => eachHour(day, fromNineToFive))],
    ['with three leads a year', [1, 120, 240].map((day) => lead(june(day, 12)))],
  ])('a source %s has no usual pace and is never silent', (_, hours) => {
    expect(silentFrom(hours, time)).toBeUndefined();
  });
});

describe('silentFrom, for every source', () => {
  const times = [time, new WorkingTime({ ...calendar, hours: roundTheClock })];
  const counting = fc.constantFrom(...times);
  const start = Date.parse(june(1, 0));
  const anyHours = fc
    .array(fc.tuple(fc.nat(170 * 24), fc.nat(HOUR - 1), fc.nat(HOUR - 1)), { minLength: 10, maxLength: 200 })
    .map((all) =>
      all.map(([hour, one, other]): LeadHour => {
        const at = (offset: number): string => new Date(start + hour * HOUR + offset).toISOString();
        return { firstAt: at(Math.min(one, other)), lastAt: at(Math.max(one, other)) };
      }),
    );
  const lastOf = (hours: LeadHour[]): string =>
    hours
      .map(({ lastAt }) => lastAt)
      .sort()
      .at(-1) ?? '';

  it('a source is silent after at least half a working day without a lead', () => {
    fc.assert(
      fc.property(anyHours, counting, (hours, by) => {
        const from = silentFrom(hours, by);
        fc.pre(from !== undefined);
        expect(by.between('working', lastOf(hours), from)).toBeGreaterThanOrEqual(4 * HOUR);
      }),
    );
  });

  it('the order of the leads does not matter', () => {
    const shuffled = anyHours.chain((hours) =>
      fc.tuple(fc.constant(hours), fc.shuffledSubarray(hours, { minLength: hours.length, maxLength: hours.length })),
    );
    fc.assert(
      fc.property(shuffled, counting, ([hours, other], by) =>
        expect(silentFrom(other, by)).toBe(silentFrom(hours, by)),
      ),
    );
  });

  it('the next lead ends the silence', () => {
    fc.assert(
      fc.property(anyHours, counting, fc.integer({ min: 1, max: 60 }), (hours, by, days) => {
        const from = silentFrom(hours, by);
        fc.pre(from !== undefined);
        const next = new Date(Date.parse(from) + days * DAY).toISOString();
        expect(Date.parse(silentFrom([...hours, lead(next)], by) ?? '')).toBeGreaterThan(Date.parse(next));
      }),
    );
  });

  it('a source that keeps its pace is never silent', () => {
    const pace = fc.record({ every: fc.integer({ min: 1, max: 240 }), leads: fc.integer({ min: 12, max: 60 }) });
    fc.assert(
      fc.property(pace, counting, ({ every, leads }, by) => {
        const moments = Array.from({ length: leads + 1 }, (_, index) =>
          by.add('working', june(1, 9), index * every * HOUR),
        );
        const next = moments.pop() ?? '';
        const from = silentFrom(moments.map(lead), by);
        fc.pre(from !== undefined);
        expect(Date.parse(from)).toBeGreaterThan(Date.parse(next));
      }),
    );
  });
});
