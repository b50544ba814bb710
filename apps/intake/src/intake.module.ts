import { ServiceModule } from '@baton/service';
import { type DynamicModule, Module } from '@nestjs/common';
import { LeadsController } from './capture/leads.controller.ts';
import { Reception } from './capture/reception.ts';
import { UntouchedBody } from './capture/untouched-body.ts';
import { entities, migrations, schema } from './database/database.ts';
import { IntakeConfig } from './intake-config.ts';

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
      controllers: [LeadsController],
      providers: [Reception, UntouchedBody],
    };
  }
}
