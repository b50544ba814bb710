import { ServiceModule } from '@baton/service';
import type { ServiceConfig } from '@baton/service';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { migrations } from './database/migrations.ts';
import { CalculatorController } from './http/calculator.controller.ts';
import { IndexController } from './http/index.controller.ts';
import { RecordController } from './http/record.controller.ts';
import { ReportsController } from './http/reports.controller.ts';
import { Reports } from './http/reports.service.ts';
import { consumerGroupToken, ProjectionsConsumer } from './projection/projections.consumer.ts';
import { SCHEMA } from './schema.ts';

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
      controllers: [IndexController, CalculatorController, ReportsController, RecordController],
      providers: [{ provide: consumerGroupToken, useValue: groupId }, Reports, ProjectionsConsumer],
    };
  }
}
