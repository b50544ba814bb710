import { ServiceModule } from '@baton/service';
import type { ServiceConfig } from '@baton/service';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgreementsController } from './agreements/agreements.controller.ts';
import { KnownAgreements } from './agreements/known-agreements.ts';
import { AgreementEntity } from './database/agreement.entity.ts';
import { JudgementEntity } from './database/judgement.entity.ts';
import { LeadEntity } from './database/lead.entity.ts';
import { migrations } from './database/migrations.ts';
import { JudgeSignal } from './judging/judge-signal.ts';
import { Journeys } from './judging/journeys.ts';
import { CONSUMER_GROUP, ScoringConsumer } from './judging/scoring-consumer.ts';
import { JudgementsController } from './leads/judgements.controller.ts';
import { NurtureReviewController } from './leads/nurture-review.controller.ts';
import { NurtureReviews } from './leads/nurture-reviews.ts';
import { NurturedController } from './leads/nurtured.controller.ts';
import { PreviewController } from './leads/preview.controller.ts';
import { SCHEMA } from './schema.ts';

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
        NurturedController,
        NurtureReviewController,
        AgreementsController,
        PreviewController,
      ],
      providers: [
        { provide: CONSUMER_GROUP, useValue: groupId },
        KnownAgreements,
        Journeys,
        JudgeSignal,
        NurtureReviews,
        ScoringConsumer,
      ],
    };
  }
}
