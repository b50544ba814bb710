import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A clock for each quarantined message, and a way out for what is no lead. */
export class QuarantineReviews1795600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      // The default is for the version before this one, which in an upgrade goes on and knows no calendar.
      `ALTER TABLE intake.quarantined_message
         ADD COLUMN review_due_at timestamptz NOT NULL DEFAULT now() + interval '1 day',
         ADD COLUMN dismissed_at timestamptz,
         ADD COLUMN dismissed_by text,
         ADD COLUMN dismissal_reason text,
         ALTER COLUMN body DROP NOT NULL,
         DROP CONSTRAINT quarantined_message_status_check,
         ADD CONSTRAINT quarantined_message_status_check CHECK (status IN ('waiting', 'replayed', 'dismissed'))`,
      `UPDATE intake.quarantined_message SET review_due_at = received_at + interval '1 day'`,
      `CREATE INDEX quarantined_message_due ON intake.quarantined_message (review_due_at) WHERE status = 'waiting'`,
      `CREATE INDEX quarantined_message_dismissed ON intake.quarantined_message (dismissed_at)
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
      'DROP INDEX intake.quarantined_message_dismissed',
      'DROP INDEX intake.quarantined_message_due',
      `UPDATE intake.quarantined_message SET status = 'waiting' WHERE status = 'dismissed'`,
      `UPDATE intake.quarantined_message SET body = '' WHERE body IS NULL`,
      `ALTER TABLE intake.quarantined_message
         DROP CONSTRAINT quarantined_message_status_check,
         ADD CONSTRAINT quarantined_message_status_check CHECK (status IN ('waiting', 'replayed')),
         ALTER COLUMN body SET NOT NULL,
         DROP COLUMN dismissal_reason, DROP COLUMN dismissed_by, DROP COLUMN dismissed_at, DROP COLUMN review_due_at`,
    ])
      await runner.query(statement);
  }
}
