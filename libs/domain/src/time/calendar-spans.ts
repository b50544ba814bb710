import { offsetPeriods } from './civil-time.ts';
import { LocalHours } from './local-hours.ts';
import { append, merged, without } from './span.ts';
import type { Span } from './span.ts';
import { DAY } from './units.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** More than any civil day lasts and zones differ: what one day holds is found within it on both sides of any of its moments. */
const MARGIN = 3 * DAY;

/**
 * Where on the time line a calendar's working time and working days lie.
 *
 * An interval of wall times is worked whenever the clocks show one of its times: where clocks go back, on both passes;
 * where they go forward, from the first time that exists. Seen from one stretch of equal offset to the next, this needs
 * no other rule, also where a civil day comes in two parts (America/St_Johns until 2011) or never (Pacific/Apia 2011-12-30).
 */
export class CalendarSpans {
  readonly #zone: string;
  readonly #hours: LocalHours;
  readonly #absences: Span[];

  constructor(calendar: WorkingCalendar) {
    this.#zone = calendar.zone;
    this.#hours = new LocalHours(calendar);
    this.#absences = merged(calendar.absences.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) })));
  }

  working(from: number, to: number): Span[] {
    const spans: Span[] = [];
    for (const { span } of this.#shifts(from, to)) append(spans, span);
    return spans;
  }

  /** Whole civil days with any working moment. */
  workdays(from: number, to: number): Span[] {
    const days = this.#workingDays(from - MARGIN, to + MARGIN);
    const spans: Span[] = [];
    for (const { day, span } of this.#civilDays(from, to)) if (days.has(day)) append(spans, span);
    return spans;
  }

  isWorkingDay(day: number): boolean {
    return this.#workingDays(day * DAY - MARGIN, day * DAY + MARGIN).has(day);
  }

  #workingDays(from: number, to: number): Set<number> {
    return new Set(Array.from(this.#shifts(from, to), ({ day }) => day));
  }

  *#shifts(from: number, to: number): Generator<{ day: number; span: Span }> {
    const absences = this.#absences.filter((absence) => absence.from < to && from < absence.to);
    for (const { day, midnight, span } of this.#civilDays(from, to)) {
      for (const hours of this.#hours.on(day)) {
        const shift = clip({ from: midnight + hours.from, to: midnight + hours.to }, span);
        for (const part of without(shift, absences)) yield { day, span: part };
      }
    }
  }

  /** Each stretch of one civil day and one offset, with the moment that this offset makes the day's midnight. */
  *#civilDays(from: number, to: number): Generator<{ day: number; midnight: number; span: Span }> {
    for (const piece of offsetPeriods(this.#zone, from, to)) {
      const end = piece.to + piece.offset;
      for (let day = Math.floor((piece.from + piece.offset) / DAY); day * DAY < end; day++) {
        const midnight = day * DAY - piece.offset;
        yield { day, midnight, span: clip({ from: midnight, to: midnight + DAY }, piece) };
      }
    }
  }
}

function clip(span: Span, { from, to }: Span): Span {
  return { from: Math.max(span.from, from), to: Math.min(span.to, to) };
}
