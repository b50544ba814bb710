import { ServiceConfig, loadConfig, startService } from '@baton/service';
import { openapi } from './openapi.ts';
import { ScoringModule } from './scoring.module.ts';

const config = loadConfig(ServiceConfig);
await startService({ name: 'scoring', module: ScoringModule.register(config), config, openapi });
