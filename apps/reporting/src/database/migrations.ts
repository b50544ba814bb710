import { CreateTables1796000000000 } from './first.migration.ts';

export const migrations = [CreateTables1796000000000];
