import { CreateTables1796100000000 } from './first.migration.ts';

export const migrations = [CreateTables1796100000000];
