import { workdayLimits, WorkingTimeCache } from '@baton/domain';
import type { Agreement, LostLimits, WorkingCalendar } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { specialDaysOf } from '@baton/service/calendar';

type AgreementCalendar = Agreement['calendar'];
type AgreementTerms = Pick<Agreement, 'calendar' | 'lost'>;

/** The limits of an agreement, and its working hours. */
export interface AgreementTime extends LostLimits {
  isWorking(at: string): boolean;
}

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

/** The limits of agreement versions. They are cached, because a version never changes. */
export class AgreementCalendars {
  readonly #limits = new Map<number, AgreementTime>();
  readonly #times = new WorkingTimeCache();

  /** Undefined if the version has not been received. It then stays missing until the transaction ends. */
  async load(transaction: SqlExecutor, version: number): Promise<AgreementTime | undefined> {
    const cached = this.#limits.get(version);
    if (cached) return cached;
    await transaction.query(`SELECT pg_advisory_xact_lock_shared(${AGREEMENT_LOCK})`);
    const [agreement] = await transaction.query<AgreementTerms[]>(
      'SELECT calendar, lost FROM reporting.agreement WHERE version = $1',
      [version],
    );
    return agreement && this.add(version, agreement);
  }

  add(version: number, { calendar, lost }: AgreementTerms): AgreementTime {
    const time = this.#times.of(workingCalendarOf(calendar));
    const limits = { ...workdayLimits(time, lost), isWorking: (at: string) => time.isWorking(at) };
    this.#limits.set(version, limits);
    return limits;
  }
}
