import { offsetPeriods } from './civil-time.ts';
import { LocalHours } from './local-hours.ts';
import { append, merged, without } from './span.ts';
import type { Span } from './span.ts';
import { DAY } from './units.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** Longer than any civil day plus any zone offset, so that a whole civil day is within this distance of each of its times. */
const MARGIN = 3 * DAY;

export interface WorkingSpans {
  working(from: number, to: number): Span[];
  /** Whole civil days with any working time. */
  workdays(from: number, to: number): Span[];
  /** @param day days since the epoch, in the calendar's zone */
  isWorkingDay(day: number): boolean;
}

/** The time in which at least one of several calendars has working time. */
export class UnionSpans implements WorkingSpans {
  readonly #parts: readonly WorkingSpans[];

  constructor(parts: readonly WorkingSpans[]) {
    this.#parts = parts;
  }

  working(from: number, to: number): Span[] {
    return merged(this.#parts.flatMap((part) => part.working(from, to)));
  }

  workdays(from: number, to: number): Span[] {
    return merged(this.#parts.flatMap((part) => part.workdays(from, to)));
  }

  isWorkingDay(day: number): boolean {
    return this.#parts.some((part) => part.isWorkingDay(day));
  }
}

/**
 * The spans of a calendar's working time and working days.
 *
 * An interval of wall times is working time whenever the clocks show one of its times: on both passes where clocks go
 * back, and from the first existing time where they go forward. Computed per period of equal offset, this needs no
 * other rule, even where a civil day comes in two parts (America/St_Johns until 2011) or is skipped (Pacific/Apia
 * 2011-12-30).
 */
export class CalendarSpans implements WorkingSpans {
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

  /** Each period within one civil day and one offset, with the day's midnight by that offset. */
  *#civilDays(from: number, to: number): Generator<{ day: number; midnight: number; span: Span }> {
    for (const period of offsetPeriods(this.#zone, from, to)) {
      const end = period.to + period.offset;
      for (let day = Math.floor((period.from + period.offset) / DAY); day * DAY < end; day++) {
        const midnight = day * DAY - period.offset;
        yield { day, midnight, span: clip({ from: midnight, to: midnight + DAY }, period) };
      }
    }
  }
}

function clip(span: Span, { from, to }: Span): Span {
  return { from: Math.max(span.from, from), to: Math.min(span.to, to) };
}
