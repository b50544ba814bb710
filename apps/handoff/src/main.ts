import { loadConfig, startService } from '@baton/service';
import { HandoffConfig } from './handoff.config.ts';
import { HandoffModule } from './handoff.module.ts';

const config = loadConfig(HandoffConfig);

await startService({
  name: 'handoff',
  module: HandoffModule.register(config),
  config,
  openapi: {
    title: 'Baton handoff',
    description: 'Handoffs, the commands of reps and team leads, tickets, agreements and outcomes',
  },
});
