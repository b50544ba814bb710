import { calendarProblems } from './calendar-problems.ts';
import { CalendarSpans, UnionSpans } from './calendar-spans.ts';
import type { WorkingSpans } from './calendar-spans.ts';
import { dayNumber } from './civil-time.ts';
import { Timeline } from './timeline.ts';
import { DAY } from './units.ts';
import type { CountingMode, WorkingCalendar } from './working-calendar.ts';

const CENTURY = 100 * 366 * DAY;

/**
 * Counts time by a calendar. Instants are ISO 8601. It caches what it computes, so reuse an instance.
 *
 * A working day is a civil day with any working time. A day that an absence covers completely is not one.
 *
 * Not for workflow code: it depends on zone data, which differ between Node builds. Workflows receive its results.
 */
export class WorkingTime {
  readonly #name: string;
  readonly #spans: WorkingSpans;
  readonly #working: Timeline;
  readonly #workdays: Timeline;

  /** @throws RangeError naming every problem of the calendar */
  constructor(calendar: WorkingCalendar | UnionSpans) {
    const spans = calendar instanceof UnionSpans ? calendar : spansOf(calendar);
    this.#name = calendar instanceof UnionSpans ? 'of several people' : calendar.zone;
    this.#spans = spans;
    this.#working = new Timeline((from, to) => spans.working(from, to));
    this.#workdays = new Timeline((from, to) => spans.workdays(from, to));
  }

  /** The time in which at least one of these people works. */
  static union(times: readonly WorkingTime[]): WorkingTime {
    return new WorkingTime(new UnionSpans(times.map((time) => time.#spans)));
  }

  /**
   * The earliest time by which this much counted time has passed: 15 min from 17:45 end at 18:00, not the next morning,
   * and zero ends immediately.
   *
   * @throws RangeError when that would take more than ten years, as with a calendar without hours
   */
  add(counted: CountingMode, from: string, milliseconds: number): string {
    const end = this.addWithinTenYears(counted, from, milliseconds);
    if (end === undefined) {
      throw new RangeError(
        `${milliseconds} ms of ${counted} time from ${from} take more than ten years: give the calendar (${this.#name}) working hours, or add less`,
      );
    }
    return end;
  }

  /** Like `add`, but undefined when that would take more than ten years. */
  addWithinTenYears(counted: CountingMode, from: string, milliseconds: number): string | undefined {
    const start = instant(from);
    const amount = Math.round(milliseconds);
    if (!(amount >= 0 && amount <= Number.MAX_SAFE_INTEGER)) {
      throw new RangeError(`expected zero or more milliseconds to add, got ${milliseconds}`);
    }
    return optionalIso(amount === 0 ? start : this.#addInstant(counted, start, amount));
  }

  /**
   * The counted milliseconds from `from` to `to`; zero when `to` is earlier. `workday` time starts at the first working
   * moment after `from`, so parts of a period do not add up to the whole.
   *
   * @throws RangeError when they are more than a century apart: one must be wrong, and counting would take long
   */
  between(counted: CountingMode, from: string, to: string): number {
    const start = instant(from);
    const end = instant(to);
    if (end <= start) return 0;
    if (counted === 'always') return end - start;
    if (end - start > CENTURY)
      throw new RangeError(`${from} and ${to} are more than a century apart: correct one of them`);
    if (counted === 'working') return this.#working.passed(start, end);
    const first = this.#working.next(start);
    return first === undefined || first >= end ? 0 : this.#workdays.passed(first, end);
  }

  isWorking(at: string): boolean {
    return this.#working.has(instant(at));
  }

  /** `at` itself if it is working time; undefined when no working time follows within ten years. */
  nextWorkingMoment(at: string): string | undefined {
    return optionalIso(this.#working.next(instant(at)));
  }

  /** The end of the working time around `at`, or `at` itself outside it; undefined when it lasts ten years or more. */
  endOfWorkingTime(at: string): string | undefined {
    return optionalIso(this.#working.endOfSpan(instant(at)));
  }

  /** The end of the working interval around `at`, or of the next one; undefined when none ends within ten years. */
  endOfInterval(at: string): string | undefined {
    const start = this.#working.next(instant(at));
    return start === undefined ? undefined : optionalIso(this.#working.endOfSpan(start));
  }

  /** @param date in the calendar's zone, `YYYY-MM-DD` */
  isWorkingDay(date: string): boolean {
    const day = dayNumber(date);
    if (day === undefined) throw new RangeError(`"${date}" is not a date: write an existing day as YYYY-MM-DD`);
    return this.#spans.isWorkingDay(day);
  }

  #addInstant(counted: CountingMode, start: number, milliseconds: number): number | undefined {
    switch (counted) {
      case 'always':
        return start + milliseconds;
      case 'working':
        return this.#working.add(start, milliseconds);
      case 'workday': {
        const first = this.#working.next(start);
        return first === undefined ? undefined : this.#workdays.add(first, milliseconds);
      }
    }
  }
}

function spansOf(calendar: WorkingCalendar): CalendarSpans {
  const problems = calendarProblems(calendar);
  if (problems.length > 0) {
    throw new RangeError(problems.map(({ path, message }) => `${path}: ${message}`).join('; '));
  }
  return new CalendarSpans(calendar);
}

function instant(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new RangeError(`"${text}" is not an instant: write ISO 8601 such as 2026-03-02T06:00:00.000Z`);
  return at;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function optionalIso(at: number | undefined): string | undefined {
  return at === undefined ? undefined : iso(at);
}
