import { loadConfig, startService } from '@baton/service';
import { HandoffConfig } from './handoff.config.ts';
import { WorkerModule } from './worker.module.ts';

const config = loadConfig(HandoffConfig);

await startService({
  name: 'handoff-worker',
  module: WorkerModule.register(config),
  config,
  openapi: { title: 'Baton handoff worker', description: 'Runs the workflows; serves health and metrics only' },
});
