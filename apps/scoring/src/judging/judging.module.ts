import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AgreementsModule } from '../agreements/agreements.module.ts';
import { JourneysModule } from './journeys.module.ts';
import { JudgementRecorder } from './judgement-recorder.ts';
import { JudgementsController } from './judgements.controller.ts';
import { JudgementsQuery } from './judgements.query.ts';
import { PreviewController } from './preview.controller.ts';
import { CONSUMER_GROUP, ScoringConsumer } from './scoring.consumer.ts';

@Module({})
export class JudgingModule {
  static register(groupId: string): DynamicModule {
    return {
      module: JudgingModule,
      imports: [AgreementsModule, JourneysModule],
      controllers: [JudgementsController, PreviewController],
      providers: [{ provide: CONSUMER_GROUP, useValue: groupId }, JudgementRecorder, JudgementsQuery, ScoringConsumer],
    };
  }
}
