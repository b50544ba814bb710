import type { SpecialDay, WorkingCalendar } from './working-calendar.ts';
import { WorkingTime } from './working-time.ts';

const KEPT_AT_MOST = 2000;

/** Counting by a calendar is made once and asked often; people who share their hours share it. */
export class WorkingTimes {
  readonly #known = new Map<string, WorkingTime>();
  readonly #written = new WeakMap<SpecialDay[], string>();

  /** @throws RangeError naming every problem of the calendar */
  of(calendar: WorkingCalendar): WorkingTime {
    const { zone, hours, days, absences } = calendar;
    const key = `${zone}|${JSON.stringify([hours, absences])}|${this.#write(days)}`;
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#known.size >= KEPT_AT_MOST) this.#known.clear();
    const made = new WorkingTime(calendar);
    this.#known.set(key, made);
    return made;
  }

  /** Years of holidays, the same for a whole team: writing them out for each person would take longer than the rest. */
  #write(days: SpecialDay[]): string {
    const written = this.#written.get(days) ?? JSON.stringify(days);
    this.#written.set(days, written);
    return written;
  }
}
