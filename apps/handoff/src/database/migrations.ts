import { agreementPublished } from '@baton/contracts';
import { defaultAgreement } from '@baton/domain';
import { appendToOutbox, messagingTables } from '@baton/messaging';
import { apiKeyTables } from '@baton/service';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { agreementMessage } from '../agreements/agreement-message.ts';
import { Agreements1770000000000 } from './agreements.migration.ts';
import { MESSAGE_RESEND_TABLE } from './notification-tables.ts';
import { SCHEMA } from './schema.ts';
import { sourceTables } from './source-tables.ts';
import { handoffTables } from './tables.ts';
import { waitingLeadTables, WAITING_INDEX } from '../team-queue/waits-for-team.ts';
import { TICKET_COMMENT_TEXT, TICKETS_WITH_THEIR_LEADS } from './ticket-tables.ts';

/** Version 1 of the agreement is the default one, published like any other. */
const firstAgreement = {
  version: 1,
  publishedAt: '2026-01-01T00:00:00.000Z',
  publishedBy: 'baton',
  agreement: defaultAgreement,
};

export class Handoff1700000000000 implements MigrationInterface {
  readonly name = 'Handoff1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...handoffTables, ...messagingTables(SCHEMA), ...apiKeyTables(SCHEMA)])
      await runner.query(statement);
    const { version, publishedAt, publishedBy, agreement } = agreementPublished.data.parse(firstAgreement);
    await runner.query(
      `INSERT INTO handoff.agreement (version, published_at, published_by, document) VALUES ($1, $2, $3, $4)`,
      [version, publishedAt, publishedBy, JSON.stringify(agreement)],
    );
    await appendToOutbox(runner, SCHEMA, [agreementMessage(firstAgreement)]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA handoff CASCADE');
  }
}

/** Comments on alarms that are about no lead, messages that are sent again, and the leads that wait. */
export class Alarms1795300000000 implements MigrationInterface {
  readonly name = 'Alarms1795300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [TICKET_COMMENT_TEXT, MESSAGE_RESEND_TABLE, WAITING_INDEX]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX handoff.handoff_waiting');
    await runner.query('DROP TABLE handoff.message_resend');
    await runner.query('ALTER TABLE handoff.ticket_comment DROP COLUMN text');
  }
}

/** What was told over HTTP: the same key with another outcome is refused. */
export class ReportedOutcomes1795400000000 implements MigrationInterface {
  readonly name = 'ToldOutcomes1795400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE handoff.reported_outcome (outcome_id text PRIMARY KEY, body_hash text NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE handoff.reported_outcome');
  }
}

/** Leads that look for another owner while they have one, changes of a team that are still to come, and whose alarms are. */
export class WaitingLeads1795400000001 implements MigrationInterface {
  readonly name = 'LookingAgain1795400000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...waitingLeadTables, TICKETS_WITH_THEIR_LEADS]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE handoff.team_change DROP COLUMN due_at');
    await runner.query('DROP INDEX handoff.handoff_waiting');
    await runner.query(WAITING_INDEX);
    await runner.query('ALTER TABLE handoff.handoff DROP COLUMN wants_owner');
  }
}

/** The same key with another body is refused for bulks too. */
export class BulkBodyHash1795500000007 implements MigrationInterface {
  readonly name = 'BodiesOfBulks1795500000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE handoff.bulk ADD COLUMN body_hash text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE handoff.bulk DROP COLUMN body_hash');
  }
}

/** When each source brought leads. */
export class Sources1795600000000 implements MigrationInterface {
  readonly name = 'Sources1795600000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of sourceTables) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE handoff.source_hour');
  }
}

/** A deal of the past belongs to no handoff that began after it. */
export class PastOutcomes1795700000000 implements MigrationInterface {
  readonly name = 'PastOutcomes1795700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE handoff.outcome ADD COLUMN imported boolean NOT NULL DEFAULT false');
    await runner.query(`UPDATE handoff.outcome SET imported = true WHERE event->'imported' = 'true'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE handoff.outcome DROP COLUMN imported');
  }
}

export const migrations = [
  Handoff1700000000000,
  Agreements1770000000000,
  Alarms1795300000000,
  ReportedOutcomes1795400000000,
  WaitingLeads1795400000001,
  BulkBodyHash1795500000007,
  Sources1795600000000,
  PastOutcomes1795700000000,
];
