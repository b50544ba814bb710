import type { Type } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import { LeadKeyEntity } from '../leads/lead-key.entity.ts';
import { LeadEntity } from '../leads/lead.entity.ts';
import { PersonEntity } from '../leads/person.entity.ts';
import { LeadTextEntity } from '../leads/lead-text.entity.ts';
import { QuarantinedMessageEntity } from '../quarantine/quarantined-message.entity.ts';
import { LeadStatusEntity } from '../lead-status/lead-status.entity.ts';
import { QuarantineReviews1795600000000 } from './quarantine-reviews.migration.ts';
import { CreateTables1763791200000 } from './create-tables.migration.ts';

export { SCHEMA as schema } from './schema.ts';
export const entities: Type[] = [
  LeadEntity,
  LeadKeyEntity,
  PersonEntity,
  QuarantinedMessageEntity,
  LeadTextEntity,
  LeadStatusEntity,
];
export const migrations: Type<MigrationInterface>[] = [CreateTables1763791200000, QuarantineReviews1795600000000];
