import type { SpecialDay, WorkingCalendar } from './working-calendar.ts';
import { WorkingTime } from './working-time.ts';

const MAXIMUM_CACHED = 2000;

/** Counting by a calendar is made once and asked often; people who share their hours share it. */
export class WorkingTimeCache {
  readonly #times = new Map<string, WorkingTime>();
  readonly #serializedDays = new WeakMap<SpecialDay[], string>();

  /** @throws RangeError naming every problem of the calendar */
  of(calendar: WorkingCalendar): WorkingTime {
    const { zone, hours, specialDays: days, absences } = calendar;
    const key = `${zone}|${JSON.stringify([hours, absences])}|${this.#serialize(days)}`;
    const known = this.#times.get(key);
    if (known) return known;
    if (this.#times.size >= MAXIMUM_CACHED) this.#times.clear();
    const made = new WorkingTime(calendar);
    this.#times.set(key, made);
    return made;
  }

  /** Years of holidays, the same for a whole team: writing them out for each person would take longer than the rest. */
  #serialize(days: SpecialDay[]): string {
    const written = this.#serializedDays.get(days) ?? JSON.stringify(days);
    this.#serializedDays.set(days, written);
    return written;
  }
}
