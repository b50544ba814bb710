import { workdayCounter, WorkingTimeCache } from '@baton/domain';
import type { Agreement, TimeCounter, WorkingCalendar } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { specialDaysOf } from '@baton/service/calendar';

type AgreementCalendar = Agreement['calendar'];

/** Fixed, so that a report asked again counts the same days; wide enough for all that Baton can have recorded. */
const years = { first: 2020, last: 2040 } as const;

/** When an agreement is worked by: its hours, its country's holidays and the days that differ. */
export const workingCalendarOf = (calendar: AgreementCalendar): WorkingCalendar => ({
  zone: calendar.zone,
  hours: calendar.hours,
  specialDays: specialDaysOf(calendar, years.first, years.last),
  absences: [],
});

/** All versions share one lock: they are few, and seldom new. */
const AGREEMENT_LOCK = `hashtextextended('reporting.agreement', 0)`;

/** From here to the end of the transaction nobody finds that an agreement is missing. */
export const lockAgreements = `SELECT pg_advisory_xact_lock(${AGREEMENT_LOCK})`;

/** Counts the hours of each handoff as its agreement does; a version never changes, so that what is known is kept. */
export class AgreementCalendars {
  readonly #known = new Map<number, TimeCounter>();
  readonly #times = new WorkingTimeCache();

  /** Nothing while the version has not come; it will not come either before the transaction ends. */
  async load(transaction: SqlExecutor, version: number): Promise<TimeCounter | undefined> {
    const known = this.#known.get(version);
    if (known) return known;
    await transaction.query(`SELECT pg_advisory_xact_lock_shared(${AGREEMENT_LOCK})`);
    const [agreed] = await transaction.query<{ calendar: AgreementCalendar }[]>(
      'SELECT calendar FROM reporting.agreement WHERE version = $1',
      [version],
    );
    return agreed && this.add(version, agreed.calendar);
  }

  add(version: number, calendar: AgreementCalendar): TimeCounter {
    const counting = workdayCounter(this.#times.of(workingCalendarOf(calendar)));
    this.#known.set(version, counting);
    return counting;
  }
}
