import { BoundedMap } from '../bounded-map.ts';
import type { SpecialDay, WorkingCalendar } from './working-calendar.ts';
import { WorkingTime } from './working-time.ts';

const MAXIMUM_CACHED = 2000;

/** Reuses the `WorkingTime` of equal calendars, so that people with the same hours share its computed spans. */
export class WorkingTimeCache {
  readonly #times = new BoundedMap<string, WorkingTime>(MAXIMUM_CACHED);
  readonly #serializedDays = new WeakMap<SpecialDay[], string>();

  /** @throws RangeError naming every problem of the calendar */
  of(calendar: WorkingCalendar): WorkingTime {
    return this.#cached(this.#keyOf(calendar), () => new WorkingTime(calendar));
  }

  /** The time in which at least one of these people works. */
  union(calendars: readonly WorkingCalendar[]): WorkingTime {
    const keys = [...new Set(calendars.map((calendar) => this.#keyOf(calendar)))].sort();
    return this.#cached(keys.join('||'), () => WorkingTime.union(calendars.map((calendar) => this.of(calendar))));
  }

  #cached(key: string, create: () => WorkingTime): WorkingTime {
    const cached = this.#times.get(key);
    if (cached) return cached;
    const time = create();
    this.#times.set(key, time);
    return time;
  }

  #keyOf({ zone, hours, specialDays, absences }: WorkingCalendar): string {
    return `${zone}|${JSON.stringify([hours, absences])}|${this.#serialize(specialDays)}`;
  }

  /** A whole team shares one list of several years of holidays. Serialising it for each person would dominate the cost. */
  #serialize(days: SpecialDay[]): string {
    const serialized = this.#serializedDays.get(days) ?? JSON.stringify(days);
    this.#serializedDays.set(days, serialized);
    return serialized;
  }
}
