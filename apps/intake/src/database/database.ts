import type { Type } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import { LeadKeyEntity } from '../person/lead-key.entity.ts';
import { LeadEntity } from '../person/lead.entity.ts';
import { PersonEntity } from '../person/person.entity.ts';
import { TextEntity } from '../person/text.entity.ts';
import { QuarantinedMessageEntity } from '../quarantine/quarantined-message.entity.ts';
import { WhereaboutsEntity } from '../whereabouts/whereabouts.entity.ts';
import { QuarantineReviews1795600000000 } from './quarantine-reviews.migration.ts';
import { CreateTables1763791200000 } from './create-tables.migration.ts';
import { LostKafka1795500000000 } from './lost-kafka.migration.ts';

export { SCHEMA as schema } from './schema.ts';
export const entities: Type[] = [
  LeadEntity,
  LeadKeyEntity,
  PersonEntity,
  QuarantinedMessageEntity,
  TextEntity,
  WhereaboutsEntity,
];
export const migrations: Type<MigrationInterface>[] = [
  CreateTables1763791200000,
  LostKafka1795500000000,
  QuarantineReviews1795600000000,
];
