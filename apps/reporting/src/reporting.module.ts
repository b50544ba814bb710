import { ServiceModule } from '@baton/service';
import type { ServiceConfig } from '@baton/service';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { migrations } from './database/create-tables.migration.ts';
import { LossCalculatorController } from './reports/loss-calculator.controller.ts';
import { ReportIndexController } from './reports/report-index.controller.ts';
import { HandoffRecordController } from './handoff-record/handoff-record.controller.ts';
import { ReportsController } from './reports/reports.controller.ts';
import { ReportsService } from './reports/reports.service.ts';
import { consumerGroupToken, ProjectionsConsumer } from './projection/projections.consumer.ts';
import { SCHEMA } from './database/schema.ts';

/** Read model: five topics in, every report out. */
@Module({})
export class ReportingModule {
  /** Tests that share one Kafka give each running instance a consumer group of its own. */
  static register(config: ServiceConfig, groupId = 'baton-reporting'): DynamicModule {
    return {
      module: ReportingModule,
      imports: [
        ServiceModule.register(config, {
          name: 'reporting',
          database: { schema: SCHEMA, entities: [], migrations },
          kafka: true,
        }),
      ],
      controllers: [ReportIndexController, LossCalculatorController, ReportsController, HandoffRecordController],
      providers: [{ provide: consumerGroupToken, useValue: groupId }, ReportsService, ProjectionsConsumer],
    };
  }
}
