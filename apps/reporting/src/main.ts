import { loadConfig, ServiceConfig, startService } from '@baton/service';
import { openapi } from './openapi.ts';
import { ReportingModule } from './reporting.module.ts';

const config = loadConfig(ServiceConfig);
await startService({ name: 'reporting', module: ReportingModule.register(config), config, openapi });
