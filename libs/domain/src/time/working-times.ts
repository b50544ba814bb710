import type { WorkingCalendar } from './working-calendar.ts';
import { WorkingTime } from './working-time.ts';

const KEPT_AT_MOST = 2000;

/** Counting by a calendar is made once and asked often; people who share their hours share it. */
export class WorkingTimes {
  private readonly known = new Map<string, WorkingTime>();

  /** @throws RangeError naming every problem of the calendar */
  of(calendar: WorkingCalendar): WorkingTime {
    const key = JSON.stringify(calendar);
    const known = this.known.get(key);
    if (known) return known;
    if (this.known.size >= KEPT_AT_MOST) this.known.clear();
    const made = new WorkingTime(calendar);
    this.known.set(key, made);
    return made;
  }
}
