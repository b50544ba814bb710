import { ServiceModule } from '@baton/service';
import type { ServiceConfig } from '@baton/service';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgreementsController } from './agreements/agreements.controller.ts';
import { AgreementStore } from './agreements/agreement-store.ts';
import { AgreementEntity } from './agreements/agreement.entity.ts';
import { JudgementEntity } from './judging/judgement.entity.ts';
import { LeadEntity } from './judging/lead.entity.ts';
import { migrations } from './database/first.migration.ts';
import { JudgementRecorder } from './judging/judgement-recorder.ts';
import { JourneyStore } from './judging/journey-store.ts';
import { CONSUMER_GROUP, ScoringConsumer } from './judging/scoring.consumer.ts';
import { JudgementsController } from './judging/judgements.controller.ts';
import { NurtureReviewsController } from './nurture/nurture-reviews.controller.ts';
import { NurtureReviews } from './nurture/nurture-reviews.ts';
import { NurturedLeadsController } from './nurture/nurtured-leads.controller.ts';
import { PreviewController } from './judging/preview.controller.ts';
import { SCHEMA } from './database/schema.ts';

const entities = [LeadEntity, JudgementEntity, AgreementEntity];

/** Judges leads: three topics in, one out, and what it decided over HTTP. */
@Module({})
export class ScoringModule {
  /** Tests that share one Kafka give each running scoring a consumer group of its own. */
  static register(config: ServiceConfig, groupId = 'baton-scoring'): DynamicModule {
    return {
      module: ScoringModule,
      imports: [
        ServiceModule.register(config, {
          name: 'scoring',
          database: { schema: SCHEMA, entities, migrations },
          kafka: true,
          outbox: true,
        }),
        TypeOrmModule.forFeature(entities),
      ],
      controllers: [
        JudgementsController,
        NurturedLeadsController,
        NurtureReviewsController,
        AgreementsController,
        PreviewController,
      ],
      providers: [
        { provide: CONSUMER_GROUP, useValue: groupId },
        AgreementStore,
        JourneyStore,
        JudgementRecorder,
        NurtureReviews,
        ScoringConsumer,
      ],
    };
  }
}
