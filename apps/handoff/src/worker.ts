import { loadConfig, startService } from '@baton/service';
import { HandoffConfig } from './handoff.config.ts';
import { WorkerModule } from './worker.module.ts';

// The worker has no API, and needs no port for one.
const config = loadConfig(HandoffConfig, { ...process.env, HTTP_PORT: '0' });

await startService({ name: 'handoff-worker', module: WorkerModule.register(config), config });
