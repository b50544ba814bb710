import { CreateTables1796300000000 } from './first.migration.ts';

export const migrations = [CreateTables1796300000000];
