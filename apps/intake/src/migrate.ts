import { DatabaseConfig, loadConfig, runMigrationJob } from '@baton/service';
import { migrations } from './database/first.migration.ts';
import { SCHEMA } from './database/schema.ts';

await runMigrationJob({ config: loadConfig(DatabaseConfig), schema: SCHEMA, migrations });
