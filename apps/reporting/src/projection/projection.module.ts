import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { consumerGroupToken, ProjectionsConsumer } from './projections.consumer.ts';

/** Keeps the tables of the reports up to date with the topics. */
@Module({})
export class ProjectionModule {
  static register(groupId: string): DynamicModule {
    return {
      module: ProjectionModule,
      providers: [{ provide: consumerGroupToken, useValue: groupId }, ProjectionsConsumer],
    };
  }
}
