import type { AgreementPublished } from '@baton/contracts';
import { defaultAgreement, WorkingTimeCache } from '@baton/domain';
import type { Agreement, WorkingTime } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { agreementCalendar } from '@baton/service/calendar';
import { Injectable } from '@nestjs/common';

type AgreementWithCalendar = Pick<Agreement, 'calendar'>;

/** The working time of the agreement that holds for every source: of what became no lead nobody knows where it came from. */
@Injectable()
export class AgreementCalendars {
  /** A version never changes, and what is worked out of its calendar is kept with the object. */
  readonly #cache = new Map<number, AgreementWithCalendar>();
  readonly #times = new WorkingTimeCache();

  /** What was in force at the moment; the default, as long as no version has been read. */
  async workingTimeAt(moment: Date, on: SqlExecutor): Promise<WorkingTime> {
    const [row] = await on.query<{ version: number; calendar: Agreement['calendar'] }[]>(
      `SELECT version, calendar FROM intake.agreement_calendar
       WHERE version = 1 OR published_at <= $1 ORDER BY version DESC LIMIT 1`,
      [moment],
    );
    return this.#times.of(agreementCalendar(row ? this.#cached(row) : defaultAgreement, moment.toISOString()));
  }

  async add({ version, publishedAt, agreement }: AgreementPublished, on: SqlExecutor): Promise<void> {
    if (agreement.sources) return;
    await on.query(
      `INSERT INTO intake.agreement_calendar (version, published_at, calendar) VALUES ($1, $2, $3)
       ON CONFLICT (version) DO NOTHING`,
      [version, publishedAt, JSON.stringify(agreement.calendar)],
    );
  }

  #cached({ version, calendar }: { version: number } & AgreementWithCalendar): AgreementWithCalendar {
    const agreed = this.#cache.get(version) ?? { calendar };
    this.#cache.set(version, agreed);
    return agreed;
  }
}
