import { loadConfig, startService } from '@baton/service';
import { HandoffConfig } from './handoff.config.ts';
import { HandoffModule } from './handoff.module.ts';
import { openapi } from './openapi.ts';

const config = loadConfig(HandoffConfig);

await startService({ name: 'handoff', module: HandoffModule.register(config), config, openapi });
