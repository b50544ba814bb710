import { workdaysOf, WorkingTimes } from '@baton/domain';
import type { Agreement, Counting, WorkingCalendar } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { specialDaysOf } from '@baton/service/calendar';

type AgreedCalendar = Agreement['calendar'];

/** Fixed, so that a report asked again counts the same days; wide enough for all that Baton can have recorded. */
const years = { first: 2020, last: 2040 } as const;

/** When an agreement is worked by: its hours, its country's holidays and the days that differ. */
export const calendarOf = (calendar: AgreedCalendar): WorkingCalendar => ({
  ...{ zone: calendar.zone, hours: calendar.hours, days: specialDaysOf(calendar, years.first, years.last) },
  absences: [],
});

/** All versions share one lock: they are few, and seldom new. */
const LOCK = `hashtextextended('reporting.agreement', 0)`;

/** From here to the end of the transaction nobody finds that an agreement is missing. */
export const whileNobodyMissesOne = `SELECT pg_advisory_xact_lock(${LOCK})`;

/** Counts the hours of each handoff as its agreement does; a version never changes, so that what is known is kept. */
export class AgreedTime {
  readonly #known = new Map<number, Counting>();
  readonly #times = new WorkingTimes();

  /** Nothing while the version has not come; it will not come either before the transaction ends. */
  async of(transaction: SqlExecutor, version: number): Promise<Counting | undefined> {
    const known = this.#known.get(version);
    if (known) return known;
    await transaction.query(`SELECT pg_advisory_xact_lock_shared(${LOCK})`);
    const [agreed] = await transaction.query<{ calendar: AgreedCalendar }[]>(
      'SELECT calendar FROM reporting.agreement WHERE version = $1',
      [version],
    );
    return agreed && this.learn(version, agreed.calendar);
  }

  learn(version: number, calendar: AgreedCalendar): Counting {
    const counting = workdaysOf(this.#times.of(calendarOf(calendar)));
    this.#known.set(version, counting);
    return counting;
  }
}
