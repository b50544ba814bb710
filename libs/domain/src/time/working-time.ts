import { calendarProblems } from './calendar-problems.ts';
import { CalendarSpans } from './calendar-spans.ts';
import { dayNumber } from './civil-time.ts';
import { Timeline } from './timeline.ts';
import { DAY } from './units.ts';
import type { CountingMode, WorkingCalendar } from './working-calendar.ts';

const CENTURY = 100 * 366 * DAY;

/**
 * Counts time by a calendar, in instants of ISO 8601. Made once and asked often: what it finds it keeps.
 *
 * A working day is a civil day with any working moment: a day wholly covered by absences is none, one partly covered is.
 *
 * It needs zone data, which differ between builds: workflows are given its results.
 */
export class WorkingTime {
  readonly #zone: string;
  readonly #spans: CalendarSpans;
  readonly #working: Timeline;
  readonly #workdays: Timeline;

  /** @throws RangeError naming every problem of the calendar */
  constructor(calendar: WorkingCalendar) {
    const problems = calendarProblems(calendar);
    if (problems.length > 0) {
      throw new RangeError(problems.map(({ path, message }) => `${path}: ${message}`).join('; '));
    }
    const spans = new CalendarSpans(calendar);
    this.#zone = calendar.zone;
    this.#spans = spans;
    this.#working = new Timeline((from, to) => spans.working(from, to));
    this.#workdays = new Timeline((from, to) => spans.workdays(from, to));
  }

  /**
   * The earliest moment by which so much counted time has passed: 15 min from 17:45 are up at 18:00, not next morning;
   * nothing from whenever is up at once.
   *
   * @throws RangeError when that would take more than ten years, as with a calendar without hours
   */
  add(counted: CountingMode, from: string, milliseconds: number): string {
    const end = this.addWithinTenYears(counted, from, milliseconds);
    if (end === undefined) {
      throw new RangeError(
        `${milliseconds} ms of ${counted} time from ${from} take more than ten years: give the calendar (${this.#zone}) working hours, or ask for less`,
      );
    }
    return end;
  }

  /** As `add`; undefined where that throws because it would take too long. */
  addWithinTenYears(counted: CountingMode, from: string, milliseconds: number): string | undefined {
    const start = instant(from);
    const wanted = Math.round(milliseconds);
    if (!(wanted >= 0 && wanted <= Number.MAX_SAFE_INTEGER)) {
      throw new RangeError(`cannot add ${milliseconds} ms: add zero or more`);
    }
    return optionalIso(wanted === 0 ? start : this.#addInstant(counted, start, wanted));
  }

  /**
   * The counted milliseconds between two moments; none when `to` is before `from`. With `workday` the first working
   * moment counts from `from`, so that parts do not add up to the whole.
   *
   * @throws RangeError when they are more than a century apart: a date was mistaken, and counting would take long
   */
  between(counted: CountingMode, from: string, to: string): number {
    const start = instant(from);
    const end = instant(to);
    if (end <= start) return 0;
    if (counted === 'always') return end - start;
    if (end - start > CENTURY)
      throw new RangeError(`${from} and ${to} are more than a century apart: mend one of them`);
    if (counted === 'working') return this.#working.passed(start, end);
    const first = this.#working.next(start);
    return first === undefined || first >= end ? 0 : this.#workdays.passed(first, end);
  }

  isWorking(at: string): boolean {
    return this.#working.has(instant(at));
  }

  /** The moment itself when it is a working one; undefined when none comes for ten years. */
  nextWorkingMoment(at: string): string | undefined {
    return optionalIso(this.#working.next(instant(at)));
  }

  /** The end of the working time around this moment, or the moment itself; undefined when it goes on for ten years. */
  endOfWorkingTime(at: string): string | undefined {
    return optionalIso(this.#working.endOfSpan(instant(at)));
  }

  /** @param date of the calendar's zone, `YYYY-MM-DD` */
  isWorkingDay(date: string): boolean {
    const day = dayNumber(date);
    if (day === undefined) throw new RangeError(`"${date}" is no date: write a day that exists as YYYY-MM-DD`);
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

function instant(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new RangeError(`"${text}" is no instant: write ISO 8601 such as 2026-03-02T06:00:00.000Z`);
  return at;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function optionalIso(at: number | undefined): string | undefined {
  return at === undefined ? undefined : iso(at);
}
