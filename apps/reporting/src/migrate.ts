import { DatabaseConfig, loadConfig, migrate } from '@baton/service';
import { migrations } from './database/migrations.ts';
import { SCHEMA } from './schema.ts';

await migrate({ config: loadConfig(DatabaseConfig), schema: SCHEMA, migrations });
