import { DatabaseConfig, loadConfig, runMigrationJob } from '@baton/service';
import { migrations } from './database/migrations.ts';
import { SCHEMA } from './database/schema.ts';

await runMigrationJob({ config: loadConfig(DatabaseConfig), schema: SCHEMA, migrations });
