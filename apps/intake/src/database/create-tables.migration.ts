import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tables } from './tables.ts';

export class CreateTables1763791200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of tables) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA intake CASCADE');
  }
}
