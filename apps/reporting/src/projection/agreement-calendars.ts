import { workdayCounter, WorkingTimeCache } from '@baton/domain';
import type { Agreement, TimeCounter, WorkingCalendar } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { specialDaysOf } from '@baton/service/calendar';

type AgreementCalendar = Agreement['calendar'];

/** Constant, so that a repeated report counts the same days, and wide enough for every record. */
const years = { first: 2020, last: 2040 } as const;

/** The working calendar of an agreement: its hours, public holidays and special days. */
export const workingCalendarOf = (calendar: AgreementCalendar): WorkingCalendar => ({
  zone: calendar.zone,
  hours: calendar.hours,
  specialDays: specialDaysOf(calendar, years.first, years.last),
  absences: [],
});

/** One lock for all versions, because they are few and rarely change. */
const AGREEMENT_LOCK = `hashtextextended('reporting.agreement', 0)`;

/** Until the end of the transaction, no other transaction can find that an agreement is missing. */
export const lockAgreements = `SELECT pg_advisory_xact_lock(${AGREEMENT_LOCK})`;

/** The time counters of agreement versions. They are cached, because a version never changes. */
export class AgreementCalendars {
  readonly #counters = new Map<number, TimeCounter>();
  readonly #times = new WorkingTimeCache();

  /** Undefined if the version has not been received. It then stays missing until the transaction ends. */
  async load(transaction: SqlExecutor, version: number): Promise<TimeCounter | undefined> {
    const cached = this.#counters.get(version);
    if (cached) return cached;
    await transaction.query(`SELECT pg_advisory_xact_lock_shared(${AGREEMENT_LOCK})`);
    const [agreement] = await transaction.query<{ calendar: AgreementCalendar }[]>(
      'SELECT calendar FROM reporting.agreement WHERE version = $1',
      [version],
    );
    return agreement && this.add(version, agreement.calendar);
  }

  add(version: number, calendar: AgreementCalendar): TimeCounter {
    const counter = workdayCounter(this.#times.of(workingCalendarOf(calendar)));
    this.#counters.set(version, counter);
    return counter;
  }
}
