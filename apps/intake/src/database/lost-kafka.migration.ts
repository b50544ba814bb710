import { lostKafkaTables, withoutLostKafkaTables } from '@baton/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SCHEMA } from './schema.ts';

/** Kafka may lose what it was sent. */
export class LostKafka1795500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of lostKafkaTables(SCHEMA)) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of withoutLostKafkaTables(SCHEMA)) await runner.query(statement);
  }
}
