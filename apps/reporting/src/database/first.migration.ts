import { messagingTables } from '@baton/messaging';
import { accessTables } from '@baton/service';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { saveRowsFunction } from '../projection/save-rows.ts';
import { SCHEMA } from './schema.ts';
import { tables } from './tables.ts';
import { views } from './views.ts';

export class CreateTables1796400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      ...tables,
      ...views,
      saveRowsFunction(),
      ...messagingTables(SCHEMA),
      ...accessTables(SCHEMA),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA reporting CASCADE');
  }
}
