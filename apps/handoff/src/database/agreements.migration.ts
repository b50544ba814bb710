import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why and from what a version was published, its text as it was written, and drafts. */
export class Agreements1770000000000 implements MigrationInterface {
  readonly name = 'Agreements1770000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE handoff.agreement
      ADD COLUMN comment text,
      ADD COLUMN based_on integer REFERENCES handoff.agreement,
      ADD COLUMN rolled_back_to integer REFERENCES handoff.agreement,
      ADD COLUMN draft_id uuid,
      ADD COLUMN text text`);
    await runner.query(`CREATE TABLE handoff.agreement_draft (
      draft_id uuid PRIMARY KEY,
      title text NOT NULL,
      text text NOT NULL,
      document jsonb,
      problems jsonb NOT NULL,
      based_on integer REFERENCES handoff.agreement,
      revision integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      created_by text NOT NULL,
      updated_at timestamptz NOT NULL DEFAULT now(),
      updated_by text NOT NULL,
      published_version integer REFERENCES handoff.agreement
    )`);
    await runner.query(`CREATE INDEX agreement_draft_open ON handoff.agreement_draft (updated_at DESC)
      WHERE published_version IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE handoff.agreement_draft');
    await runner.query(`ALTER TABLE handoff.agreement
      DROP COLUMN comment, DROP COLUMN based_on, DROP COLUMN rolled_back_to, DROP COLUMN draft_id, DROP COLUMN text`);
  }
}
