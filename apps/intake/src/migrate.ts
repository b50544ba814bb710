import { DatabaseConfig, loadConfig, migrate } from '@baton/service';
import { migrations, schema } from './database/database.ts';

await migrate({ config: loadConfig(DatabaseConfig), schema, migrations });
