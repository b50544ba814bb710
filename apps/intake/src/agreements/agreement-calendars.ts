import type { AgreementPublished } from '@baton/contracts';
import { defaultAgreement, WorkingTimeCache } from '@baton/domain';
import type { Agreement, Duration, WorkingTime } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { agreementCalendar } from '@baton/service/calendar';
import { Injectable } from '@nestjs/common';

type AgreementWithCalendar = Pick<Agreement, 'calendar'>;

/** How long a quarantined message can wait, and the working time in which that counts. */
export interface ReviewTerms {
  time: WorkingTime;
  reviewWithin: Duration;
}

interface AgreementRow extends AgreementWithCalendar {
  version: number;
  review_within: Duration;
}

/** Working hours from the agreement for all sources. A quarantined message has no reliable source to choose another by. */
@Injectable()
export class AgreementCalendars {
  /** agreementCalendar() caches the holidays of each agreement object, so a version must stay the same object. */
  readonly #cache = new Map<number, AgreementWithCalendar>();
  readonly #times = new WorkingTimeCache();

  /** Uses the default agreement until a published version has been read. */
  async reviewTermsAt(moment: Date, sql: SqlExecutor): Promise<ReviewTerms> {
    const [row] = await sql.query<AgreementRow[]>(
      `SELECT version, calendar, review_within FROM intake.agreement_calendar
       WHERE version = 1 OR published_at <= $1 ORDER BY version DESC LIMIT 1`,
      [moment],
    );
    const calendar = agreementCalendar(row ? this.#cached(row) : defaultAgreement, moment.toISOString());
    const reviewWithin = row?.review_within ?? defaultAgreement.quarantine.reviewWithin;
    return { time: this.#times.of(calendar), reviewWithin };
  }

  async add({ version, publishedAt, agreement }: AgreementPublished, sql: SqlExecutor): Promise<void> {
    if (agreement.sources) return;
    await sql.query(
      `INSERT INTO intake.agreement_calendar (version, published_at, calendar, review_within) VALUES ($1, $2, $3, $4)
       ON CONFLICT (version) DO NOTHING`,
      [version, publishedAt, JSON.stringify(agreement.calendar), agreement.quarantine.reviewWithin],
    );
  }

  #cached({ version, calendar }: AgreementRow): AgreementWithCalendar {
    const agreement = this.#cache.get(version) ?? { calendar };
    this.#cache.set(version, agreement);
    return agreement;
  }
}
