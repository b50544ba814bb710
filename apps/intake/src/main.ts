import { loadConfig, startService } from '@baton/service';
import { IntakeConfig } from './intake.config.ts';
import { IntakeModule } from './intake.module.ts';

const config = loadConfig(IntakeConfig);
await startService({
  name: 'intake',
  module: IntakeModule.register(config),
  config,
  openapi: {
    title: 'Baton intake',
    description: 'The edge: forms, webhooks, files and Kafka become one captured lead. Personal data stay here.',
  },
});
