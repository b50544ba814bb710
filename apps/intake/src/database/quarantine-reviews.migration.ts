import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A clock for each quarantined message, and a way out for what is no lead. */
export class QuarantineReviews1795600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      // The default is for the version before this one, which in an upgrade goes on and knows no calendar.
      `ALTER TABLE intake.quarantine
         ADD COLUMN review_by timestamptz NOT NULL DEFAULT now() + interval '1 day',
         ADD COLUMN dismissed_at timestamptz,
         ADD COLUMN dismissed_by text,
         ADD COLUMN dismiss_reason text,
         ALTER COLUMN body DROP NOT NULL,
         DROP CONSTRAINT quarantine_status_check,
         ADD CONSTRAINT quarantine_status_check CHECK (status IN ('waiting', 'replayed', 'dismissed'))`,
      `UPDATE intake.quarantine SET review_by = received_at + interval '1 day'`,
      `CREATE INDEX quarantine_due ON intake.quarantine (review_by) WHERE status = 'waiting'`,
      `CREATE INDEX quarantine_dismissed ON intake.quarantine (dismissed_at)
         WHERE status = 'dismissed' AND body IS NOT NULL`,
      `CREATE TABLE intake.agreement_calendar (
        version integer PRIMARY KEY,
        published_at timestamptz NOT NULL,
        calendar jsonb NOT NULL
      )`,
    ])
      await runner.query(statement);
  }

  /** What was dismissed waits again; a body that is gone stays gone. */
  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      'DROP TABLE intake.agreement_calendar',
      'DROP INDEX intake.quarantine_dismissed',
      'DROP INDEX intake.quarantine_due',
      `UPDATE intake.quarantine SET status = 'waiting' WHERE status = 'dismissed'`,
      `UPDATE intake.quarantine SET body = '' WHERE body IS NULL`,
      `ALTER TABLE intake.quarantine
         DROP CONSTRAINT quarantine_status_check,
         ADD CONSTRAINT quarantine_status_check CHECK (status IN ('waiting', 'replayed')),
         ALTER COLUMN body SET NOT NULL,
         DROP COLUMN dismiss_reason, DROP COLUMN dismissed_by, DROP COLUMN dismissed_at, DROP COLUMN review_by`,
    ])
      await runner.query(statement);
  }
}
