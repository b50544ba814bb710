import { DatabaseConfig, loadConfig, migrate } from '@baton/service';
import { migrations, schema } from './database/migrations.ts';

await migrate({ config: loadConfig(DatabaseConfig), schema, migrations });
