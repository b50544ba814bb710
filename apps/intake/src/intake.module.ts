import { ServiceModule } from '@baton/service';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AgreedCalendars } from './agreements/agreed-calendars.ts';
import { AgreementsConsumer } from './agreements/agreements.consumer.ts';
import { CaptureMetrics } from './capture/capture-metrics.ts';
import { DoorConnections } from './capture/door-connections.ts';
import { InboundConsumer } from './capture/inbound.consumer.ts';
import { LeadsController } from './capture/leads.controller.ts';
import { Reception } from './capture/reception.ts';
import { RefusedBodiesController } from './capture/refused-bodies.controller.ts';
import { RefusedBodies } from './capture/refused-bodies.ts';
import { UntouchedBody } from './capture/untouched-body.ts';
import { entities, migrations, schema } from './database/database.ts';
import { IntakeConfig } from './intake-config.ts';
import { ErasePerson } from './person/erase-person.ts';
import { LookUp } from './person/look-up.ts';
import { PersonController } from './person/person.controller.ts';
import { Texts } from './person/texts.ts';
import { QuarantineMetrics } from './quarantine/quarantine-metrics.ts';
import { QuarantineController } from './quarantine/quarantine.controller.ts';
import { Quarantine } from './quarantine/quarantine.ts';
import { WhereaboutsConsumer } from './whereabouts/whereabouts.consumer.ts';

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
      controllers: [LeadsController, PersonController, QuarantineController, RefusedBodiesController],
      providers: [
        UntouchedBody,
        DoorConnections,
        CaptureMetrics,
        Reception,
        RefusedBodies,
        AgreedCalendars,
        AgreementsConsumer,
        InboundConsumer,
        LookUp,
        Texts,
        ErasePerson,
        Quarantine,
        QuarantineMetrics,
        WhereaboutsConsumer,
      ],
    };
  }
}
