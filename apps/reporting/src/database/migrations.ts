import { lostKafkaTables, messagingTables, withoutLostKafkaTables } from '@baton/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SCHEMA } from '../schema.ts';
import { saveRowsFunction } from '../projection/save-rows.ts';
import { tables } from './tables.ts';
import { views } from './views.ts';

export class Projections1700000000000 implements MigrationInterface {
  readonly name = 'Projections1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, ...views, saveRowsFunction(), ...messagingTables(SCHEMA)])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA reporting CASCADE');
  }
}

/** Kafka may lose what it was sent. */
export class LostKafka1795500000000 implements MigrationInterface {
  readonly name = 'LostKafka1795500000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of lostKafkaTables(SCHEMA)) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of withoutLostKafkaTables(SCHEMA)) await runner.query(statement);
  }
}

export const migrations = [Projections1700000000000, LostKafka1795500000000];
