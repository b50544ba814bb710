import { ServiceModule } from '@baton/service';
import type { ServiceConfig } from '@baton/service';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AgreementsModule } from './agreements/agreements.module.ts';
import { migrations } from './database/first.migration.ts';
import { SCHEMA } from './database/schema.ts';
import { JudgementEntity } from './judging/judgement.entity.ts';
import { JudgingModule } from './judging/judging.module.ts';
import { LeadEntity } from './judging/lead.entity.ts';
import { NurtureModule } from './nurture/nurture.module.ts';

@Module({})
export class ScoringModule {
  /** Tests share one Kafka, so each running scoring needs its own consumer group there. */
  static register(config: ServiceConfig, groupId = 'baton-scoring'): DynamicModule {
    return {
      module: ScoringModule,
      imports: [
        ServiceModule.register(config, {
          name: 'scoring',
          database: { schema: SCHEMA, entities: [JudgementEntity, LeadEntity], migrations },
          kafka: true,
          outbox: true,
          accessGroupId: `${groupId}-access`,
        }),
        AgreementsModule,
        JudgingModule.register(groupId),
        NurtureModule,
      ],
    };
  }
}
