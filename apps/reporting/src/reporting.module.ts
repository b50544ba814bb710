import { ServiceModule } from '@baton/service';
import type { ServiceConfig } from '@baton/service';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { migrations } from './database/migrations.ts';
import { SCHEMA } from './database/schema.ts';
import { HandoffRecordModule } from './handoff-record/handoff-record.module.ts';
import { ProjectionModule } from './projection/projection.module.ts';
import { ReportsModule } from './reports/reports.module.ts';

/** The read model: turns five topics into tables, and serves all reports from them. */
@Module({})
export class ReportingModule {
  /** Specs that share one Kafka give each running service a separate consumer group. */
  static register(config: ServiceConfig, groupId = 'baton-reporting'): DynamicModule {
    return {
      module: ReportingModule,
      imports: [
        ServiceModule.register(config, {
          name: 'reporting',
          database: { schema: SCHEMA, entities: [], migrations },
          kafka: true,
          accessGroupId: `${groupId}-access`,
        }),
        ProjectionModule.register(groupId),
        ReportsModule,
        HandoffRecordModule,
      ],
    };
  }
}
