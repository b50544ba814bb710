import { ServiceModule } from '@baton/service';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { CaptureModule } from './capture/capture.module.ts';
import { migrations } from './database/first.migration.ts';
import { SCHEMA } from './database/schema.ts';
import { InboundModule } from './inbound/inbound.module.ts';
import type { IntakeConfig } from './intake.config.ts';
import { LeadStatusEntity } from './lead-status/lead-status.entity.ts';
import { LeadStatusModule } from './lead-status/lead-status.module.ts';
import { LeadKeyEntity } from './leads/lead-key.entity.ts';
import { LeadRemarkEntity } from './leads/lead-remark.entity.ts';
import { LikelyDuplicateEntity } from './leads/likely-duplicate.entity.ts';
import { LeadTextEntity } from './leads/lead-text.entity.ts';
import { LeadEntity } from './leads/lead.entity.ts';
import { LeadsModule } from './leads/leads.module.ts';
import { PersonEntity } from './leads/person.entity.ts';
import { QuarantineModule } from './quarantine/quarantine.module.ts';
import { QuarantinedMessageEntity } from './quarantine/quarantined-message.entity.ts';
import { RetentionModule } from './retention/retention.module.ts';

const entities = [
  LeadEntity,
  LeadKeyEntity,
  LeadRemarkEntity,
  LeadStatusEntity,
  LeadTextEntity,
  LikelyDuplicateEntity,
  PersonEntity,
  QuarantinedMessageEntity,
];

@Module({})
export class IntakeModule {
  static register(config: IntakeConfig): DynamicModule {
    return {
      module: IntakeModule,
      imports: [
        ServiceModule.register(config, {
          name: 'intake',
          database: { schema: SCHEMA, entities, migrations },
          kafka: true,
          outbox: true,
          accessGroupId: 'intake-access',
          internalKey: config.SERVICE_API_KEY,
        }),
        CaptureModule,
        InboundModule,
        LeadStatusModule,
        LeadsModule,
        QuarantineModule,
        RetentionModule,
      ],
    };
  }
}
