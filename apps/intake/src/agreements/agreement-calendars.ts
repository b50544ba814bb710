import type { AgreementPublished } from '@baton/contracts';
import { defaultAgreement, WorkingTimeCache } from '@baton/domain';
import type { Agreement, WorkingTime } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { agreementCalendar } from '@baton/service/calendar';
import { Injectable } from '@nestjs/common';

type AgreementWithCalendar = Pick<Agreement, 'calendar'>;

/** Working hours from the agreement for all sources. A quarantined message has no reliable source to choose another by. */
@Injectable()
export class AgreementCalendars {
  /** agreementCalendar() caches the holidays of each agreement object, so a version must stay the same object. */
  readonly #cache = new Map<number, AgreementWithCalendar>();
  readonly #times = new WorkingTimeCache();

  /** Uses the default agreement until a published version has been read. */
  async workingTimeAt(moment: Date, sql: SqlExecutor): Promise<WorkingTime> {
    const [row] = await sql.query<{ version: number; calendar: Agreement['calendar'] }[]>(
      `SELECT version, calendar FROM intake.agreement_calendar
       WHERE version = 1 OR published_at <= $1 ORDER BY version DESC LIMIT 1`,
      [moment],
    );
    return this.#times.of(agreementCalendar(row ? this.#cached(row) : defaultAgreement, moment.toISOString()));
  }

  async add({ version, publishedAt, agreement }: AgreementPublished, sql: SqlExecutor): Promise<void> {
    if (agreement.sources) return;
    await sql.query(
      `INSERT INTO intake.agreement_calendar (version, published_at, calendar) VALUES ($1, $2, $3)
       ON CONFLICT (version) DO NOTHING`,
      [version, publishedAt, JSON.stringify(agreement.calendar)],
    );
  }

  #cached({ version, calendar }: { version: number } & AgreementWithCalendar): AgreementWithCalendar {
    const agreement = this.#cache.get(version) ?? { calendar };
    this.#cache.set(version, agreement);
    return agreement;
  }
}
