import { DatabaseConfig, loadConfig, runMigrationJob } from '@baton/service';
import { migrations, schema } from './database/migrations.ts';

await runMigrationJob({ config: loadConfig(DatabaseConfig), schema, migrations });
