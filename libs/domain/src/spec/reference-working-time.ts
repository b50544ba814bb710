import { DAY, MINUTE } from '../time/units.ts';
import { weekdays } from '../time/working-calendar.ts';
import type { CountingMode, SpecialDay, Weekday, WorkingCalendar } from '../time/working-calendar.ts';

interface Minute {
  from: number;
  date: string;
  works: boolean;
}

/**
 * A slow reference for `WorkingTime`: it reads the wall clock at each minute of a period and looks it up in a list of
 * working minutes. It knows neither offsets nor clock changes, and supports only calendars of whole minutes.
 */
export class ReferenceWorkingTime {
  readonly #minutes: Minute[] = [];
  readonly #workingDates: Set<string>;
  readonly #calendar: WorkingCalendar;
  readonly #absences: { from: number; to: number }[];
  readonly #timesByDate = new Map<string, Set<string>>();

  /** Results are valid between `from` and `to`. It also reads the days around them, to know which are working days. */
  constructor(calendar: WorkingCalendar, from: number, to: number) {
    this.#calendar = calendar;
    this.#absences = calendar.absences.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }));
    const wall = new Intl.DateTimeFormat('sv-SE', {
      timeZone: calendar.zone,
      dateStyle: 'short',
      timeStyle: 'short',
    });
    const start = Math.floor(from / MINUTE) * MINUTE - 3 * DAY;
    for (let at = start; at < to + 3 * DAY; at += MINUTE) {
      const [date, time] = wall.format(at).split(' ') as [string, string];
      this.#minutes.push({ from: at, date, works: this.#workingTimesOn(date).has(time) && !this.#isAbsentAt(at) });
    }
    this.#workingDates = new Set(this.#minutes.filter(({ works }) => works).map(({ date }) => date));
  }

  isWorking(at: number): boolean {
    return this.#minutes[this.#position(at)]?.works ?? false;
  }

  isWorkingDay(date: string): boolean {
    return this.#workingDates.has(date);
  }

  /** The first working time at or after `at`, or with `working` false the first time outside it. */
  next(working: boolean, at: number): number | undefined {
    for (let position = this.#position(at); position < this.#minutes.length; position++) {
      const minute = this.#minutes[position] as Minute;
      if (minute.works === working) return Math.max(at, minute.from);
    }
    return undefined;
  }

  between(counted: CountingMode, from: number, to: number): number {
    let sum = 0;
    for (const part of this.#countedParts(counted, from)) {
      if (part.from >= to) break;
      sum += Math.min(part.to, to) - part.from;
    }
    return sum;
  }

  /** Undefined when the period ends earlier. */
  add(counted: CountingMode, from: number, milliseconds: number): number | undefined {
    let remaining = milliseconds;
    for (const part of this.#countedParts(counted, from)) {
      if (remaining <= part.to - part.from) return part.from + remaining;
      remaining -= part.to - part.from;
    }
    return undefined;
  }

  /** The counted part of each minute from `from` on. */
  *#countedParts(counted: CountingMode, from: number): Generator<{ from: number; to: number }> {
    const start = counted === 'workday' ? (this.next(true, from) ?? Infinity) : from;
    if (start === Infinity) return;
    for (let position = this.#position(start); position < this.#minutes.length; position++) {
      const minute = this.#minutes[position] as Minute;
      const counts = { always: true, working: minute.works, workday: this.#workingDates.has(minute.date) }[counted];
      if (counts) yield { from: Math.max(minute.from, start), to: minute.from + MINUTE };
    }
  }

  #position(at: number): number {
    return Math.floor((at - (this.#minutes[0] as Minute).from) / MINUTE);
  }

  #isAbsentAt(at: number): boolean {
    return this.#absences.some(({ from, to }) => from <= at && at < to);
  }

  /** The wall times that are working time on a date. */
  #workingTimesOn(date: string): Set<string> {
    const cached = this.#timesByDate.get(date);
    if (cached) return cached;
    const times = this.#timesOf(
      date,
      this.#calendar.specialDays.find((special) => special.date === date),
    );
    this.#timesByDate.set(date, times);
    return times;
  }

  #timesOf(date: string, special: SpecialDay | undefined): Set<string> {
    if (special?.kind === 'off') return new Set();
    const ownWeekday = weekdays[(new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7] as Weekday;
    const workedLike = special?.kind === 'working' ? [ownWeekday, special.like] : [ownWeekday];
    const times = this.#timesOnAnyOf(workedLike);
    return new Set(times.slice(0, Math.max(0, times.length - (special?.shortenedByMinutes ?? 0))));
  }

  #timesOnAnyOf(days: Weekday[]): string[] {
    const pad = (number: number): string => String(number).padStart(2, '0');
    const clock = Array.from({ length: 24 * 60 }, (_, minute) => `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`);
    const isWorkedOn = (day: Weekday, time: string): boolean =>
      (this.#calendar.hours[day] ?? []).some(({ from, to }) => from <= time && time < to);
    return clock.filter((time) => days.some((day) => isWorkedOn(day, time)));
  }
}
