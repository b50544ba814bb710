import { messagingTables } from '@baton/messaging';
import { accessTables } from '@baton/service';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { publishFirstAgreement } from '../agreements/first-agreement.ts';
import { agreementTables } from './agreement-tables.ts';
import { bulkTables } from './bulk-tables.ts';
import { handoffTables } from './handoff-tables.ts';
import { integrationTables } from './integration-tables.ts';
import { notificationTables } from './notification-tables.ts';
import { outcomeTables } from './outcome-tables.ts';
import { SCHEMA } from './schema.ts';
import { sourceTables } from './source-tables.ts';
import { staffTables } from './staff-tables.ts';
import { ticketTables } from './ticket-tables.ts';

export class CreateTables1796300000000 implements MigrationInterface {
  readonly name = 'CreateTables1796300000000';

  async up(runner: QueryRunner): Promise<void> {
    const statements = [
      ...handoffTables,
      ...agreementTables,
      ...staffTables,
      ...ticketTables,
      ...notificationTables,
      ...outcomeTables,
      ...bulkTables,
      ...sourceTables,
      ...messagingTables(SCHEMA),
      ...accessTables(SCHEMA),
      ...integrationTables,
    ];
    for (const statement of statements) await runner.query(statement);
    await publishFirstAgreement(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA handoff CASCADE');
  }
}
