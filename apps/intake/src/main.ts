import { loadConfig, startService } from '@baton/service';
import { IntakeConfig } from './intake.config.ts';
import { IntakeModule } from './intake.module.ts';
import { openapi } from './openapi.ts';

const config = loadConfig(IntakeConfig);
await startService({ name: 'intake', module: IntakeModule.register(config), config, openapi });
