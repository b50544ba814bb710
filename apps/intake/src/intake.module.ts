import { ServiceModule } from '@baton/service';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AgreementCalendars } from './agreements/agreement-calendars.ts';
import { AgreementsConsumer } from './agreements/agreements.consumer.ts';
import { CaptureMetrics } from './capture/capture-metrics.ts';
import { HttpIntakePool } from './capture/http-intake-pool.ts';
import { InboundConsumer } from './capture/inbound.consumer.ts';
import { CaptureController } from './capture/capture.controller.ts';
import { HttpIntake } from './capture/http-intake.ts';
import { RefusedBodiesController } from './capture/refused-bodies.controller.ts';
import { RefusedBodies } from './capture/refused-bodies.ts';
import { RawBody } from './capture/raw-body.ts';
import { entities, migrations, schema } from './database/migrations.ts';
import { IntakeConfig } from './intake.config.ts';
import { PersonErasure } from './leads/person-erasure.ts';
import { LeadsQuery } from './leads/leads.query.ts';
import { LeadsController } from './leads/leads.controller.ts';
import { LeadTexts } from './leads/lead-texts.ts';
import { QuarantineMetrics } from './quarantine/quarantine-metrics.ts';
import { QuarantineController } from './quarantine/quarantine.controller.ts';
import { Quarantine } from './quarantine/quarantine.ts';
import { LeadStatusConsumer } from './lead-status/lead-status.consumer.ts';

@Module({})
export class IntakeModule {
  static register(config: IntakeConfig): DynamicModule {
    const key = config.SERVICE_API_KEY;
    return {
      module: IntakeModule,
      imports: [
        ServiceModule.register(config, {
          name: 'intake',
          database: { schema, entities, migrations },
          kafka: true,
          outbox: true,
          apiKeys: true,
          configuredApiKeys: key === undefined ? [] : [{ name: 'baton', key, roles: ['integration'] }],
        }),
      ],
      controllers: [CaptureController, LeadsController, QuarantineController, RefusedBodiesController],
      providers: [
        RawBody,
        HttpIntakePool,
        CaptureMetrics,
        HttpIntake,
        RefusedBodies,
        AgreementCalendars,
        AgreementsConsumer,
        InboundConsumer,
        LeadsQuery,
        LeadTexts,
        PersonErasure,
        Quarantine,
        QuarantineMetrics,
        LeadStatusConsumer,
      ],
    };
  }
}
